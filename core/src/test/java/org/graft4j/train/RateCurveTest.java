package org.graft4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

/** Curves whose answer is known. */
class RateCurveTest {

  /** Flat at 2, down between 1e-4 and 1e-2 along a cosine, flat at 1 up to 1e-1, then up. */
  private static double valley(double log10) {
    if (log10 < -4) {
      return 2;
    }
    if (log10 < -2) {
      return 1.5 + 0.5 * Math.cos(Math.PI * (log10 + 4) / 2);
    }
    return log10 < -1 ? 1 : 1 + Math.pow(10, log10);
  }

  private static RateCurve curve(DoubleUnaryOperator lossOfLog, double noise, boolean diverged) {
    RateRange range = new RateRange(1e-6, 1, 100);
    var random = Seed.of(3).stream("noise");
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rates.add(range.rate(i));
      losses.add(
          lossOfLog.applyAsDouble(Math.log10(range.rate(i))) + noise * random.nextGaussian());
    }
    return RateCurve.of(rates, losses, diverged);
  }

  @Test
  void suggestions_ofAPlainValley_areItsSteepestAndAroundIt() {
    RateCurve curve = curve(RateCurveTest::valley, 0, false);
    assertThat(curve.steepest().orElseThrow()).isBetween(7e-4, 1.5e-3);
    assertThat(curve.valley().orElseThrow()).isBetween(3e-5, 3e-3);
    assertThat(curve.minimumOverTen().orElseThrow()).isBetween(1e-3, 1e-2);
    assertThat(curve.suggestion().orElseThrow()).isBetween(3e-5, 1e-2);
    assertThat(curve.verdict()).startsWith("try a highest rate of ").doesNotContain("still");
  }

  @Test
  void suggestions_ofANoisyValley_stayNearIt() {
    RateCurve curve = curve(RateCurveTest::valley, 0.2, false);
    assertThat(curve.steepest().orElseThrow()).isBetween(1e-4, 1e-2);
    assertThat(curve.suggestion().orElseThrow()).isBetween(1e-4, 1e-2);
  }

  /** What noise does is no fall: a rate read out of it would be made up. */
  @Test
  void suggestions_ofNoiseAlone_areNone() {
    RateCurve curve = curve(log -> 1.6, 0.3, false);
    assertThat(curve.fell()).isFalse();
    assertThat(curve.steepest()).isEmpty();
    assertThat(curve.valley()).isEmpty();
    assertThat(curve.minimumOverTen()).isEmpty();
    assertThat(curve.suggestion()).isEmpty();
    assertThat(curve.verdict()).startsWith("no suggestion: the loss did not fall");
  }

  @Test
  void suggestions_ofALossThatOnlyGrows_areNone() {
    RateCurve curve = curve(log -> 1.6 + Math.pow(10, log + 2), 0, true);
    assertThat(curve.suggestion()).isEmpty();
    assertThat(curve.verdict()).startsWith("no suggestion: the loss grew before it fell");
  }

  /** Where the minimum lies is not known then, and a tenth of the range's end is no answer. */
  @Test
  void minimumOverTen_ofALossThatStillFalls_isNone() {
    RateCurve curve = curve(log -> -0.1 * log + 1, 0, false);
    assertThat(curve.rose()).isFalse();
    assertThat(curve.minimumOverTen()).isEmpty();
    assertThat(curve.suggestion()).isPresent();
    assertThat(curve.verdict()).contains("still falling at the end of the range");
  }

  @Test
  void suggestions_ofASinglePoint_areNone() {
    assertThat(RateCurve.of(List.of(1e-3), List.of(2.0), true).suggestion()).isEmpty();
  }

  @Test
  void curve_withoutPoints_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateCurve(List.of(), false))
        .withMessage("a rate curve must have a point, but has none");
  }
}
