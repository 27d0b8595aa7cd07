package org.graft4j.transfer.regularise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and
 * Van Loan, <i>Matrix Computations</i>, 8.5), in double precision.
 *
 * <p>Some ten sweeps of {@code n^3} operations. The result depends on the numbers of the matrix
 * alone; where eigenvalues are equal it is one of the orthonormal bases of their space.
 */
final class SymmetricEigen {
  /** Convergence is quadratic: a dozen sweeps do for any matrix that fits. */
  private static final int MOST_SWEEPS = 60;

  private final double[][] matrix;
  private final double[][] vectors;
  private final int[] ascending;

  private SymmetricEigen(double[][] symmetric) {
    int n = symmetric.length;
    this.matrix = new double[n][];
    this.vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      matrix[i] = symmetric[i].clone();
      vectors[i][i] = 1;
    }
    diagonalise();
    this.ascending =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> matrix[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * Solves for a matrix.
   *
   * @param symmetric {@code [n][n]}, finite; not changed
   */
  static SymmetricEigen of(double[][] symmetric) {
    return new SymmetricEigen(symmetric);
  }

  /** The eigenvalue at a place, the smallest at 0. */
  double value(int place) {
    return matrix[ascending[place]][ascending[place]];
  }

  /** Its eigenvector, of length 1; a copy. */
  double[] vector(int place) {
    return vectors[ascending[place]].clone();
  }

  private void diagonalise() {
    double negligible = Math.ulp(1.0) * length(matrix, 0);
    for (int sweep = 0; sweep < MOST_SWEEPS && length(matrix, 1) > negligible; sweep++) {
      for (int p = 0; p < matrix.length; p++) {
        for (int q = p + 1; q < matrix.length; q++) {
          if (matrix[p][q] != 0) {
            rotate(p, q);
          }
        }
      }
    }
  }

  /** Of the upper triangle from that diagonal on. */
  private static double length(double[][] matrix, int diagonal) {
    double squares = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = i + diagonal; j < matrix.length; j++) {
        squares += matrix[i][j] * matrix[i][j];
      }
    }
    return Math.sqrt(squares);
  }

  /** Makes the numbers at (p, q) and (q, p) zero, by the smaller of the two angles that do. */
  private void rotate(int p, int q) {
    double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
    double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
    double cosine = 1 / Math.hypot(1, tangent);
    double sine = tangent * cosine;
    double moved = tangent * matrix[p][q];
    matrix[p][p] -= moved;
    matrix[q][q] += moved;
    matrix[p][q] = 0;
    matrix[q][p] = 0;
    for (int k = 0; k < matrix.length; k++) {
      if (k != p && k != q) {
        double first = matrix[p][k];
        double second = matrix[q][k];
        matrix[p][k] = cosine * first - sine * second;
        matrix[q][k] = sine * first + cosine * second;
        matrix[k][p] = matrix[p][k];
        matrix[k][q] = matrix[q][k];
      }
    }
    for (int k = 0; k < matrix.length; k++) {
      double first = vectors[p][k];
      double second = vectors[q][k];
      vectors[p][k] = cosine * first - sine * second;
      vectors[q][k] = sine * first + cosine * second;
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(IntStream.range(0, matrix.length).mapToDouble(this::value).toArray());
  }
}
