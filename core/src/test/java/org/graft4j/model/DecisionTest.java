package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.graft4j.data.TestTimeViews;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTest {
  private static final double[] P = {0.7, 0.2, 0.1, 0};

  private static Decision at(double temperature) {
    return new Decision(temperature, Optional.empty(), "plain");
  }

  /** {@code p^(1/2)} over its sum, by hand. */
  @Test
  void calibrated_temperatureTwo_takesRoots() {
    double sum = Math.sqrt(0.7) + Math.sqrt(0.2) + Math.sqrt(0.1);
    double[] calibrated = at(2).calibrated(P);
    assertThat(calibrated[0]).isCloseTo(Math.sqrt(0.7) / sum, within(1e-15));
    assertThat(calibrated[1]).isCloseTo(Math.sqrt(0.2) / sum, within(1e-15));
    assertThat(calibrated[3]).isZero();
  }

  /** Other bits would change what every model of before said. */
  @Test
  void calibrated_temperatureOne_givesTheVeryNumbers() {
    double[] odd = {0.1f, 0.3f, 0.6000001f};
    assertThat(at(1).calibrated(odd)).containsExactly(odd);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 20})
  void calibrated_anyTemperature_isADistributionWithTheSameBestClass(double temperature) {
    // The nearest that two floats of this size can be: the harshest temperature keeps their order.
    double[] close = {0.5f, Math.nextUp(0.5f), 1e-40f};
    double[] calibrated = at(temperature).calibrated(close);
    assertThat(calibrated[1]).isGreaterThan(calibrated[0]);
    assertThat(calibrated[0] + calibrated[1] + calibrated[2]).isCloseTo(1, within(1e-12));
  }

  @Test
  void answers_atItsThreshold_isAnAnswer() {
    Abstention abstention = new Abstention(0.7, 0.05, 0.95, 0.5);
    Decision decision = new Decision(3, Optional.of(abstention), "plain");
    assertThat(decision.answers(P)).isTrue();
    assertThat(decision.answers(new double[] {0.69, 0.31})).isFalse();
    assertThat(Decision.PLAIN.answers(new double[] {0.1, 0.1})).isTrue();
  }

  /** Mirror images were not looked at when the temperature was fitted. */
  @Test
  void under_otherViews_isPlain() {
    assertThat(at(2).under(TestTimeViews.mirrored())).isEqualTo(Decision.PLAIN);
    assertThat(at(2).under(TestTimeViews.PLAIN)).isEqualTo(at(2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.049, 20.1, Double.NaN, Double.POSITIVE_INFINITY})
  void temperature_outOfRange_isRefusedWithItsValue(double temperature) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(temperature))
        .withMessage("temperature must be in [0.05, 20.0], but was " + temperature);
  }

  @Test
  void abstention_outOfRange_namesTheNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Abstention(0.5, 1, 0.95, 0.5))
        .withMessage("maxError of an abstention must be in (0, 1), but was 1.0");
  }
}
