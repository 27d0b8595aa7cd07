package org.graft4j.eval.outlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.junit.jupiter.api.Test;

class OutlierSeparationTest {

  private static double[] scores(int n, double mean, long seed, String stream) {
    RandomGenerator random = Seed.of(seed).stream(stream);
    double[] scores = new double[n];
    Arrays.setAll(scores, i -> mean + random.nextGaussian());
    return scores;
  }

  private static OutlierSeparation of(double[] own, double[] outliers) {
    return OutlierSeparation.of(OutlierScore.ENERGY, own, outliers);
  }

  private static Interval area(OutlierSeparation separation) {
    return separation.rocArea().interval().orElseThrow();
  }

  @Test
  void of_outliersFarAway_findsAll() {
    OutlierSeparation far = of(scores(100, 0, 1, "own"), scores(80, 50, 1, "out"));
    assertThat(far.rocArea().value()).hasValue(1);
    assertThat(area(far).low()).isBetween(0.9, 0.999);
    assertThat(area(far).high()).isEqualTo(1);
    assertThat(far.missed().value()).hasValue(0);
    assertThat(far.missed().interval().orElseThrow().high()).isBetween(0.01, 0.1);
  }

  /** Scores 1 to 20: 95 % of them are 19; outliers at 19 pass, at 20 not. */
  @Test
  void of_knownScores_countsByHand() {
    double[] own = new double[20];
    Arrays.setAll(own, i -> i + 1);
    OutlierSeparation separation = of(own, new double[] {19, 20, 30, 0});
    assertThat(separation.threshold()).isEqualTo(19);
    assertThat(separation.missed().value()).hasValue(0.5);
    // 19 beats 18 and ties one, 20 beats 19 and ties one, 30 beats 20, 0 none; of 80 pairs.
    assertThat(separation.rocArea().value()).hasValue((18.5 + 19.5 + 20) / 80);
    // 20 pictures say nothing of their 95 % point.
    assertThat(separation.missed().interval().orElseThrow().high()).isEqualTo(1);
  }

  /** The null case, and that the intervals are as sure as they say. */
  @Test
  void of_sameDistribution_holdsOneHalfAndItsRateNineteenTimesOfTwenty() {
    int areas = 0;
    int rates = 0;
    for (int run = 0; run < 400; run++) {
      OutlierSeparation same = of(scores(120, 0, run, "own"), scores(60, 0, run, "out"));
      areas += holds(area(same), 0.5);
      rates += holds(same.missed().interval().orElseThrow(), 0.95);
    }
    assertThat(areas).isBetween(366, 394); // 380 and 3 standard deviations
    assertThat(rates).isGreaterThan(366); // wide on purpose
  }

  /** Two normals one and a half apart: area Φ(1.5/√2), pass rate Φ(1.645 - 1.5). */
  @Test
  void of_knownSeparation_isCoveredAsPromised() {
    int areas = 0;
    int rates = 0;
    for (int run = 0; run < 400; run++) {
      OutlierSeparation apart = of(scores(150, 0, run, "own"), scores(150, 1.5, run, "out"));
      areas += holds(area(apart), 0.855578);
      rates += holds(apart.missed().interval().orElseThrow(), 0.557601);
    }
    assertThat(areas).isBetween(364, 398);
    assertThat(rates).isGreaterThan(366);
  }

  private static int holds(Interval interval, double truth) {
    return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
  }

  @Test
  void of_swappedSides_isMirrored() {
    double[] a = scores(30, 0, 3, "own");
    double[] b = scores(50, 0.7, 3, "out");
    Interval there = area(of(a, b));
    Interval back = area(of(b, a));
    assertThat(back.low()).isCloseTo(1 - there.high(), within(1e-12));
    assertThat(back.high()).isCloseTo(1 - there.low(), within(1e-12));
  }

  @Test
  void of_badInput_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new double[0], new double[1]))
        .withMessage("both sets must hold pictures, but held 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new double[1], new double[] {Double.NaN}))
        .withMessageContaining("must be finite");
  }
}
