package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FrechetDistanceTest {

  @Test
  void diagonalCovariances_isTheSumOverFeatures() {
    // Corners of a box: means, variances and no correlation are exact, n / (n - 1) = 8 / 7 each.
    double[] shift = {1, -2, 0.5};
    double[] spreadA = {1, 2, 3};
    double[] spreadB = {2, 2, 0.5};
    double expected = 0;
    for (int k = 0; k < 3; k++) {
      double roots = Math.sqrt(8 / 7.0) * (spreadA[k] - spreadB[k]);
      expected += shift[k] * shift[k] + roots * roots;
    }
    try (INDArray a = box(new double[3], spreadA);
        INDArray b = box(shift, spreadB)) {
      FrechetDistance distance = FrechetDistance.between(a, b);

      assertThat(distance.value()).isCloseTo(expected, within(1e-10));
      assertThat(distance.mean()).isCloseTo(5.25, within(1e-12));
      assertThat(distance.biased()).isFalse();
    }
  }

  @Test
  void correlatedFeatures_isWhatRootsOfMatricesGive() {
    // 2 x 2: tr((AB)^1/2) = sqrt(tr AB + 2 sqrt(det AB)) for positive definite A, B.
    try (INDArray a = rows(50, 2, 1);
        INDArray b = rows(70, 2, 2)) {
      double[][] s = covariance(a);
      double[][] t = covariance(b);
      double[] apart = new double[2];
      for (int k = 0; k < 2; k++) {
        apart[k] =
            a.getColumn(k).meanNumber().doubleValue() - b.getColumn(k).meanNumber().doubleValue();
      }
      double product =
          s[0][0] * t[0][0] + s[0][1] * t[1][0] + s[1][0] * t[0][1] + s[1][1] * t[1][1];
      double root = Math.sqrt(product + 2 * Math.sqrt(determinant(s) * determinant(t)));
      double expected =
          apart[0] * apart[0]
              + apart[1] * apart[1]
              + s[0][0]
              + s[1][1]
              + t[0][0]
              + t[1][1]
              - 2 * root;

      assertThat(FrechetDistance.between(a, b).value()).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void equalSets_isZero_alsoWithFewerRowsThanFeatures() {
    for (int n : new int[] {5, 40}) {
      try (INDArray a = rows(n, 12, 3)) {
        assertThat(FrechetDistance.between(a, a).value()).isLessThan(1e-9);
      }
    }
  }

  @Test
  void bothWaysAndInAnyOrder_isTheSame() {
    for (int n : new int[] {6, 30}) {
      try (INDArray a = rows(n, 10, 4);
          INDArray b = rows(25, 10, 5);
          INDArray turned = b.getRows(Seed.of(1).permutation(25, "turn"))) {
        double value = FrechetDistance.between(a, b).value();

        assertThat(FrechetDistance.between(b, a).value()).isCloseTo(value, within(1e-9));
        assertThat(FrechetDistance.between(a, turned).value()).isCloseTo(value, within(1e-9));
        assertThat(value).isGreaterThan(0.1);
      }
    }
  }

  @Test
  void fewerRowsThanFeatures_saysThatItIsBiased() {
    try (INDArray a = rows(6, 10, 4)) {
      assertThat(FrechetDistance.between(a, a).toString()).contains("6 and 6").contains("biased");
    }
  }

  @Test
  void inputs_areLeftAsTheyWere() {
    try (INDArray a = rows(12, 4, 6);
        INDArray before = a.dup()) {
      FrechetDistance.between(a, a);

      assertThat(a).isEqualTo(before);
    }
  }

  @Test
  void badInput_isNamed() {
    try (INDArray a = rows(12, 4, 6);
        INDArray narrow = rows(12, 3, 6);
        INDArray one = rows(1, 4, 6);
        INDArray nan = a.dup()) {
      nan.putScalar(0, 0, Double.NaN);
      assertThatThrownBy(() -> FrechetDistance.between(a, narrow)).hasMessageContaining("4 and 3");
      assertThatThrownBy(() -> FrechetDistance.between(one, a)).hasMessageContaining("two rows");
      assertThatThrownBy(() -> FrechetDistance.between(a, nan)).hasMessageContaining("finite");
    }
  }

  private static INDArray box(double[] middle, double[] spread) {
    double[][] corners = new double[8][3];
    for (int i = 0; i < 8; i++) {
      for (int k = 0; k < 3; k++) {
        corners[i][k] = middle[k] + ((i >> k & 1) == 0 ? -spread[k] : spread[k]);
      }
    }
    return Nd4j.createFromArray(corners);
  }

  /** Correlated, with a mean of its own for each seed. */
  private static INDArray rows(int n, int width, long seed) {
    double[][] rows = new double[n][width];
    for (int i = 0; i < n; i++) {
      RandomGenerator random = Seed.of(seed).stream("rows", i);
      double common = random.nextGaussian();
      for (int k = 0; k < width; k++) {
        rows[i][k] = 0.1 * seed * k + common + 0.5 * random.nextGaussian();
      }
    }
    return Nd4j.createFromArray(rows);
  }

  private static double[][] covariance(INDArray rows) {
    double[][] values = rows.toDoubleMatrix();
    double[] mean = new double[2];
    for (double[] row : values) {
      mean[0] += row[0] / values.length;
      mean[1] += row[1] / values.length;
    }
    double[][] covariance = new double[2][2];
    for (double[] row : values) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 2; k++) {
          covariance[j][k] += (row[j] - mean[j]) * (row[k] - mean[k]) / (values.length - 1);
        }
      }
    }
    return covariance;
  }

  private static double determinant(double[][] m) {
    return m[0][0] * m[1][1] - m[0][1] * m[1][0];
  }
}
