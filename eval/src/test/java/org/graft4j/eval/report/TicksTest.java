package org.graft4j.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Property
  void covering_anyRange_coversItWithFewTicks(
      @ForAll @DoubleRange(min = -1000, max = 1000) double low,
      @ForAll @DoubleRange(min = 0, max = 1000) double width,
      @ForAll @IntRange(min = 2, max = 10) int count) {
    Ticks ticks = Ticks.covering(low, low + width, count);
    double slack = 1e-6 * ticks.step();
    assertThat(ticks.low()).isLessThanOrEqualTo(low + slack);
    assertThat(ticks.high()).isGreaterThanOrEqualTo(low + width - slack);
    assertThat(ticks.values()).hasSizeBetween(2, count + 3);
  }

  @Test
  void label_smallSteps_haveEnoughDigits() {
    Ticks ticks = Ticks.covering(0, 0.01, 4);
    assertThat(ticks.values().stream().map(ticks::label)).containsExactly("0", "0.005", "0.010");
  }

  @Test
  void label_tinySteps_haveAnExponent() {
    Ticks ticks = Ticks.covering(0, 2e-6, 2);
    assertThat(ticks.values().stream().map(ticks::label))
        .containsExactly("0", "1.0e-06", "2.0e-06");
  }
}
