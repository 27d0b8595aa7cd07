package org.graft4j.eval.shift;

import java.util.stream.IntStream;

/** The triangular factor of a symmetric, positive definite matrix. */
final class Cholesky {
  private final double[][] factor;

  private Cholesky(double[][] factor) {
    this.factor = factor;
  }

  /** Takes the matrix over. */
  static Cholesky of(double[][] matrix) {
    int n = matrix.length;
    for (int k = 0; k < n; k++) {
      double[] pivot = matrix[k];
      int at = k;
      pivot[k] = Math.sqrt(pivot[k] - partial(pivot, pivot, k));
      IntStream.range(k + 1, n)
          .parallel()
          .forEach(
              i -> {
                double[] row = matrix[i];
                row[at] = (row[at] - partial(row, pivot, at)) / pivot[at];
              });
    }
    return new Cholesky(matrix);
  }

  private static double partial(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Replaces a right side by the solution. */
  void solve(double[] side) {
    int n = factor.length;
    for (int i = 0; i < n; i++) {
      side[i] = (side[i] - partial(factor[i], side, i)) / factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      side[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        side[j] -= factor[i][j] * side[i];
      }
    }
  }
}
