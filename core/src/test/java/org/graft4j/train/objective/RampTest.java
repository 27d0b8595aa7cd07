package org.graft4j.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RampTest {
  @Test
  void constant_anywhere_isItsValue() {
    Ramp ramp = Ramp.constant(0.3);

    assertThat(ramp.at(0)).isEqualTo(0.3).isEqualTo(ramp.at(0.7));
    assertThat(ramp.describe()).isEqualTo("0.3");
  }

  @Test
  void linear_half_isTheMiddle() {
    Ramp ramp = Ramp.linear(1, 0.5);

    assertThat(ramp.at(0)).isEqualTo(1);
    assertThat(ramp.at(0.5)).isEqualTo(0.75);
    assertThat(ramp.at(1)).isEqualTo(0.5);
    assertThat(ramp.describe()).isEqualTo("linear 1.0 to 0.5");
  }

  /** The formula of DANN is tanh of five times the progress. */
  @Test
  void sigmoid_anywhere_isDanns() {
    Ramp ramp = Ramp.sigmoid(2);

    assertThat(ramp.at(0)).isZero();
    for (double progress : new double[] {0.01, 0.25, 0.9, 1}) {
      assertThat(ramp.at(progress)).isCloseTo(2 * Math.tanh(5 * progress), within(1e-12));
    }
    assertThat(ramp.describe()).isEqualTo("sigmoid to 2.0");
  }

  @Test
  void isZero_onlyWhereItIsThroughout() {
    assertThat(Ramp.constant(0).isZero()).isTrue();
    assertThat(Ramp.sigmoid(0).isZero()).isTrue();
    assertThat(Ramp.linear(0, 0.1).isZero()).isFalse();
    assertThat(Ramp.sigmoid(0.1).isZero()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void of_noWeight_isRefused(double value) {
    assertThatThrownBy(() -> Ramp.linear(0, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("to of a ramp must be finite and not negative, but was " + value);
    assertThatThrownBy(() -> Ramp.sigmoid(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
