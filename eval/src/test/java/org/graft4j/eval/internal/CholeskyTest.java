package org.graft4j.eval.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {
  @Test
  void solve_aKnownSystem_givesItsSolution() {
    Cholesky factor = Cholesky.of(new double[][] {{4}, {2, 5}}).orElseThrow();
    double[] side = {8, 16}; // 4 x + 2 y, 2 x + 5 y at x = 0.5, y = 3
    factor.solve(side);
    assertThat(side).containsExactly(new double[] {0.5, 3}, within(1e-15));
  }

  @Test
  void whitened_ofACovariance_hasItsLengthByTheInverse() {
    Cholesky factor = Cholesky.of(new double[][] {{4, 2}, {2, 5}}).orElseThrow();
    double[] side = {8, 16};
    double[] y = factor.whitened(side);
    assertThat(y[0] * y[0] + y[1] * y[1]).isCloseTo(8 * 0.5 + 16 * 3, within(1e-12));
    assertThat(side).containsExactly(8, 16);
  }

  @Test
  void of_whatIsNotPositiveDefinite_isEmpty() {
    assertThat(Cholesky.of(new double[][] {{1}, {2, 1}})).as("a negative pivot").isEmpty();
    assertThat(Cholesky.of(new double[][] {{1}, {1, 1}})).as("a pivot of zero").isEmpty();
    assertThat(Cholesky.of(new double[][] {{0}})).isEmpty();
    assertThat(Cholesky.of(new double[][] {{Double.NaN}})).isEmpty();
    assertThat(Cholesky.of(new double[][] {{Double.POSITIVE_INFINITY}})).isEmpty();
  }
}
