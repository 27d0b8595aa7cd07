package org.graft4j.augment.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaTest {
  private static final int DRAWS = 20_000;

  private static double[] draws(double alpha, long seed) {
    RandomGenerator random = Seed.of(seed).stream("beta");
    return IntStream.range(0, DRAWS).mapToDouble(i -> Beta.draw(alpha, random)).toArray();
  }

  private static double moment(double[] values, int order) {
    double sum = 0;
    for (double value : values) {
      sum += Math.pow(value - 0.5, order);
    }
    return sum / values.length;
  }

  /**
   * Mean 1/2, variance 1 / (4 (2 alpha + 1)), and the fourth central moment 3 / (16 (2 alpha + 1)
   * (2 alpha + 3)). Five standard errors of a mean of so many draws.
   */
  @Property(tries = 20)
  void draw_anyAlpha_hasTheMomentsOfBeta(
      @ForAll @DoubleRange(min = 0.02, max = 40) double alpha, @ForAll long seed) {
    double[] values = draws(alpha, seed);
    double variance = 1 / (4 * (2 * alpha + 1));
    double fourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));
    double deviation = Math.sqrt(Math.max(fourth - variance * variance, 1e-12));

    assertThat(Arrays.stream(values)).allMatch(value -> value >= 0 && value <= 1);
    assertThat(Math.abs(moment(values, 1))).isLessThan(5 * Math.sqrt(variance / DRAWS));
    assertThat(Math.abs(moment(values, 2) - variance))
        .isLessThan(5 * deviation / Math.sqrt(DRAWS) + 1e-9);
    // Its own standard error is at most that of the second moment: values are below 1/4 squared.
    assertThat(Math.abs(moment(values, 4) - fourth)).isLessThan(5 * 0.0625 / Math.sqrt(DRAWS));
  }

  /** Alpha 1 is the uniform distribution: Kolmogorov and Smirnov's distance at a level of 1e-6. */
  @Test
  void draw_alphaOne_isUniform() {
    double[] values = draws(1, 5);
    Arrays.sort(values);
    double distance = 0;
    for (int i = 0; i < DRAWS; i++) {
      distance = Math.max(distance, Math.abs(values[i] - (i + 0.5) / DRAWS));
    }
    assertThat(distance).isLessThan(2.7 / Math.sqrt(DRAWS));
  }

  /** The gamma variates themselves are zero in a double. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 1000})
  void draw_extremeAlpha_isANumber(double alpha) {
    double[] values = draws(alpha, 3);

    assertThat(Arrays.stream(values)).allMatch(value -> value >= 0 && value <= 1);
    assertThat(Math.abs(moment(values, 1))).isLessThan(0.02);
  }

  /** A seed means the same on every machine and in every release. */
  @Test
  void draw_seed7_isWhatItAlwaysWas() {
    RandomGenerator random = Seed.of(7).stream("beta");

    double[] draws = {Beta.draw(0.2, random), Beta.draw(1, random), Beta.draw(4, random)};

    assertThat(draws).containsExactly(0.8397006588971421, 0.4876433443603107, 0.47635856059334675);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e4})
  void mixing_alphaOutOfRange_isRefused(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixUp(alpha))
        .withMessage("alpha must be from 0.001 to 1000, but was " + alpha);
    assertThatIllegalArgumentException().isThrownBy(() -> new CutMix(alpha));
  }
}
