package org.graft4j.eval.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassChecksTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "rose,roses",
        "Rose,rose",
        "rose,rose ",
        "golden_retriever,golden retriever",
        "fox,foxes",
        "dandelion,dandelon",
        "sunflower,sunflowar"
      })
  void alike_oneNameSpeltTwice_isAlike(String one, String other) {
    assertThat(ClassChecks.alike(one, other)).isTrue();
    assertThat(ClassChecks.alike(other, one)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "cat,car",
    "character01,character02",
    "rose,tulip",
    "a,as",
    "house,mouse",
    "dandelion,dandelxyz",
    "grade1,grade1s"
  })
  void alike_otherNames_isNot(String one, String other) {
    assertThat(ClassChecks.alike(one, other)).isFalse();
    assertThat(ClassChecks.alike(other, one)).isFalse();
  }
}
