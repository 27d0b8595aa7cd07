package org.graft4j.eval.transferability;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Singular values and left singular vectors of a matrix, from the smaller of its two Gram matrices:
 * {@code n} samples of {@code d} numbers cost {@code n d min(n, d) + min(n, d)^3} operations.
 *
 * <p>Squaring the matrix loses directions whose singular value is below about 1e-7 of the largest;
 * features come as floats, and have no more to say there. They count as zero.
 */
final class Spectrum implements AutoCloseable {
  private static final double EPSILON = Math.ulp(1.0);

  private final double[] squares;
  private final INDArray left;
  private final int width;

  private Spectrum(double[] squares, INDArray left, int width) {
    this.squares = squares;
    this.left = left;
    this.width = width;
  }

  /**
   * The spectrum of a matrix.
   *
   * @param rows {@code [n, d]}, double, finite; not changed
   */
  public static Spectrum of(INDArray rows) {
    int n = (int) rows.size(0);
    int d = (int) rows.size(1);
    boolean tall = n > d;
    try (INDArray gram = gram(rows, tall)) {
      double[] ascending = eigenvalues(gram);
      int size = ascending.length;
      double cut = Math.max(n, d) * EPSILON * Math.max(0, ascending[size - 1]);
      int rank = 0;
      while (rank < size && ascending[size - 1 - rank] > cut) {
        rank++;
      }
      double[] squares = new double[rank];
      for (int k = 0; k < rank; k++) {
        squares[k] = ascending[size - 1 - k];
      }
      return new Spectrum(squares, left(rows, gram, squares, tall), d);
    }
  }

  private static INDArray gram(INDArray rows, boolean tall) {
    INDArray transposed = rows.transpose();
    try (INDArray product = tall ? transposed.mmul(rows) : rows.mmul(transposed)) {
      return product.dup('f');
    }
  }

  /** In ascending order; the matrix becomes its eigenvectors, one a column. */
  private static double[] eigenvalues(INDArray gram) {
    try (INDArray values = Nd4j.zeros(DataType.DOUBLE, gram.size(0))) {
      int info = Nd4j.getBlasWrapper().lapack().syev('V', 'U', gram, values);
      if (info != 0) {
        throw new IllegalStateException("LAPACK's syev did not converge (" + info + ")");
      }
      return values.toDoubleVector();
    }
  }

  private static INDArray left(INDArray rows, INDArray vectors, double[] squares, boolean tall) {
    int size = (int) vectors.size(0);
    int rank = squares.length;
    if (rank == 0) {
      return Nd4j.empty(DataType.DOUBLE);
    }
    // Ascending becomes descending.
    long[] order = new long[rank];
    for (int k = 0; k < rank; k++) {
      order[k] = size - 1L - k;
    }
    INDArray sorted = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', size, rank);
    for (int k = 0; k < rank; k++) {
      sorted.getColumn(k).assign(vectors.getColumn(order[k]));
    }
    if (!tall) {
      return sorted;
    }
    try (sorted) {
      INDArray left = rows.mmul(sorted);
      for (int k = 0; k < rank; k++) {
        left.get(NDArrayIndex.all(), NDArrayIndex.point(k)).divi(Math.sqrt(squares[k]));
      }
      return left;
    }
  }

  /** Number of singular values that are not zero; 0 for a matrix of zeros. */
  int rank() {
    return squares.length;
  }

  /** Columns of the matrix. */
  int width() {
    return width;
  }

  /** Squared singular values, the largest first; a copy. */
  double[] squares() {
    return squares.clone();
  }

  /** Left singular vectors, {@code [n, rank]}; live. Not there for a rank of 0. */
  INDArray left() {
    return left;
  }

  /**
   * What columns have in common with each left singular vector: {@code [rank][columns]}.
   *
   * @param columns {@code [n, columns]}, double
   */
  double[][] along(INDArray columns) {
    if (rank() == 0) {
      return new double[0][0];
    }
    try (INDArray products = left.transpose().mmul(columns)) {
      return products.toDoubleMatrix();
    }
  }

  @Override
  public void close() {
    if (rank() > 0) {
      left.close();
    }
  }
}
