package org.graft4j.eval.outlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

class MahalanobisDistanceTest {

  /** Two classes on the first axis; spread 3 along the first, 0.5 along the others. */
  private static double[][] rows(int n, int width, double centre, String stream) {
    RandomGenerator random = Seed.of(1).stream(stream);
    double[][] rows = new double[n][width];
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < width; i++) {
        rows[s][i] = (i == 0 ? 3 : 0.5) * random.nextGaussian() + (s % 2) * 10.0 + centre;
      }
    }
    return rows;
  }

  private static int[] labels(int n) {
    int[] labels = new int[n];
    for (int s = 0; s < n; s++) {
      labels[s] = s % 2;
    }
    return labels;
  }

  /** Many samples, few directions: the estimate is all but the truth. */
  @Test
  void squared_manySamples_isTheTextbookDistance() {
    MahalanobisDistance distance =
        MahalanobisDistance.fit(rows(20_000, 3, 0, "fit"), labels(20_000), 2);
    assertThat(distance.shrinkage()).isLessThan(0.01);
    assertThat(distance.squared(new double[] {3, 0.5, 0})).isCloseTo(2, within(0.1));
    assertThat(distance.squared(new double[] {10, 10, 9})).isCloseTo(4, within(0.2));
  }

  @Test
  void squared_classMean_isZeroAndSymmetric() {
    double[][] rows = {{1, 0}, {-1, 0}, {0, 2}, {0, -2}};
    MahalanobisDistance distance = MahalanobisDistance.fit(rows, new int[4], 1);
    assertThat(distance.squared(new double[] {0, 0})).isZero();
    assertThat(distance.squared(new double[] {1, 1}))
        .isEqualTo(distance.squared(new double[] {-1, -1}))
        .isEqualTo(distance.squared(new double[] {-1, 1}));
  }

  /** Two features that always go together: across is far, along is near. */
  @Test
  void squared_correlatedFeatures_measuresAcrossThem() {
    RandomGenerator random = Seed.of(2).stream("line");
    double[][] rows = new double[2000][];
    for (int s = 0; s < rows.length; s++) {
      double along = random.nextGaussian();
      rows[s] = new double[] {along + 0.1 * random.nextGaussian(), along};
    }
    MahalanobisDistance distance = MahalanobisDistance.fit(rows, new int[rows.length], 1);
    assertThat(distance.squared(new double[] {1, -1}))
        .isGreaterThan(50 * distance.squared(new double[] {1, 1}));
  }

  /** More features than samples: the plain covariance has no inverse. */
  @Test
  void fit_fewSamplesOfManyFeatures_isShrunkAndFinite() {
    MahalanobisDistance distance = MahalanobisDistance.fit(rows(20, 50, 0, "few"), labels(20), 2);
    assertThat(distance.shrinkage()).isBetween(0.01, 1.0);
    assertThat(distance.squared(new double[50])).isFinite().isPositive();
  }

  /** A class without a picture has no mean at the origin. */
  @Test
  void fit_classWithoutSamples_isNeverNearest() {
    double[][] rows = rows(200, 3, 100, "far");
    MahalanobisDistance two = MahalanobisDistance.fit(rows, labels(200), 2);
    MahalanobisDistance three = MahalanobisDistance.fit(rows, labels(200), 3);
    assertThat(three.squared(new double[3])).isEqualTo(two.squared(new double[3]));
  }

  @Test
  void fit_badInput_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MahalanobisDistance.fit(new double[][] {{1}, {2}}, new int[] {0, 1}, 2))
        .withMessageContaining("must spread within their classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MahalanobisDistance.fit(new double[][] {{1}, {2}}, new int[] {0, 2}, 2))
        .withMessage("label of sample 1 must be in [0, 2), but was 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> MahalanobisDistance.fit(new double[][] {{1}, {Double.NaN}}, new int[2], 1))
        .withMessage("features of sample 1 must be finite, but one was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MahalanobisDistance.fit(new double[0][], new int[0], 1));
  }
}
