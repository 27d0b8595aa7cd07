package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void distance_ofNames_isLevenshteins() {
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
  }

  /** A name out of a file may be of any length. */
  @Test
  void distance_ofEndlessNames_looksAtTheirBeginnings() {
    assertThat(NearestName.distance("a".repeat(1 << 20), "b".repeat(1 << 20))).isEqualTo(100);
  }

  @Test
  void unknown_nearName_namesIt() {
    assertThat(NearestName.unknown("fruit", "aple", List.of("pear", "apple")))
        .isEqualTo("unknown fruit 'aple'; did you mean 'apple'? Known: pear, apple");
  }

  /** The commonest slip of the fingers. */
  @Test
  void unknown_twoLettersExchanged_isNear() {
    assertThat(NearestName.distance("ligth", "light")).isEqualTo(1);
    assertThat(NearestName.unknown("policy", "haevy", List.of("light", "heavy")))
        .startsWith("unknown policy 'haevy'; did you mean 'heavy'?");
  }

  @Test
  void unknown_farName_misleadsNobody() {
    assertThat(NearestName.unknown("fruit", "nut", List.of("pear", "apple")))
        .isEqualTo("unknown fruit 'nut'; known: pear, apple");
  }
}
