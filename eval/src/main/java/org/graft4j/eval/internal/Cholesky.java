package org.graft4j.eval.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The triangular factor of a symmetric, positive definite matrix. Immutable and thread-safe. The
 * same numbers for any number of threads.
 */
public final class Cholesky {
  /** Relative to the diagonal: what is left of it below this is rounding. */
  private static final double SINGULAR = 1e-12;

  private final double[][] factor;

  private Cholesky(double[][] factor) {
    this.factor = factor;
  }

  /**
   * Factorises; {@code n³ / 3} operations.
   *
   * @param matrix rows of the whole matrix or of its lower triangle; taken over and changed
   * @return empty if it is not positive definite, as far as its digits tell, or not finite
   */
  public static Optional<Cholesky> of(double[][] matrix) {
    int n = matrix.length;
    for (int k = 0; k < n; k++) {
      double[] pivot = matrix[k];
      int at = k;
      double rest = pivot[k] - partial(pivot, pivot, k);
      if (!(rest > SINGULAR * pivot[k] && rest < Double.POSITIVE_INFINITY)) {
        return Optional.empty();
      }
      pivot[k] = Math.sqrt(rest);
      IntStream.range(k + 1, n)
          .parallel()
          .forEach(
              i -> {
                double[] row = matrix[i];
                row[at] = (row[at] - partial(row, pivot, at)) / pivot[at];
              });
    }
    return Optional.of(new Cholesky(matrix));
  }

  /** Rows and columns. */
  public int size() {
    return factor.length;
  }

  private static double partial(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * Solves {@code factor * y = side}: of a covariance, y is of unit size in all directions.
   *
   * @param side of the matrix's size; not changed
   */
  public double[] whitened(double[] side) {
    double[] y = Arrays.copyOf(side, factor.length);
    forward(y);
    return y;
  }

  private void forward(double[] side) {
    for (int i = 0; i < factor.length; i++) {
      side[i] = (side[i] - partial(factor[i], side, i)) / factor[i][i];
    }
  }

  /** Replaces a right side, of the matrix's size, by the solution. */
  public void solve(double[] side) {
    forward(side);
    for (int i = factor.length - 1; i >= 0; i--) {
      side[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        side[j] -= factor[i][j] * side[i];
      }
    }
  }
}
