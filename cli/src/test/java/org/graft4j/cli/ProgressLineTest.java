package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59.4, 59 s",
    "59.6, 1 min 0 s",
    "65, 1 min 5 s",
    "3599, 59 min 59 s",
    "7800, 2 h 10 min"
  })
  void time_left_isInUnitsThatFit(double seconds, String text) {
    assertThat(ProgressLine.time(seconds)).isEqualTo(text);
  }
}
