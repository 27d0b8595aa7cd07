package org.graft4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CoresTest {
  @Test
  void first_rangesAndSingles_takesTheLowestAllowed() {
    assertThat(Cores.first(3, "2-3,8,10-11")).hasToString("2,3,8");
  }

  @Test
  void first_moreThanAllowed_isRefusedWithTheirNumber() {
    assertThatThrownBy(() -> Cores.first(3, "0-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cores must be from 1 to 2 here, but was 3");
  }
}
