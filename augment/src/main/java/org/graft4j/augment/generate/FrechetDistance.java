package org.graft4j.augment.generate;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The Fréchet distance of two sets of features, each taken for a normal distribution (arXiv
 * 1706.08500, FID where the features are Inception's): {@code |m1 - m2|^2 + tr(S1 + S2 - 2 (S1^1/2
 * S2 S1^1/2)^1/2)}. Not negative, 0 for equal sets, the same both ways. Numbers of different
 * backbones, or of different numbers of rows, do not compare.
 *
 * <p>With {@code S = A^T A} the last trace is the sum of the singular values of {@code A1 A2^T}, so
 * that no root of a matrix is taken, and fewer rows than features are no trouble to the arithmetic.
 * They are to the estimate: it is biased upwards, by more the fewer rows there are, as {@link
 * #biased} says. Compare with the distance of two halves of real pictures, as large as each other.
 *
 * @param value not negative
 * @param mean its part from the means, {@code |m1 - m2|^2}
 * @param n1 rows of the first set
 * @param n2 rows of the second set
 * @param width features
 */
public record FrechetDistance(double value, double mean, int n1, int n2, int width) {

  /**
   * The distance.
   *
   * @param first {@code [n1, d]}, finite, two rows at least; not changed
   * @param second {@code [n2, d]}, the same
   * @throws IllegalArgumentException otherwise
   */
  public static FrechetDistance between(INDArray first, INDArray second) {
    require("first", first);
    require("second", second);
    if (first.size(1) != second.size(1)) {
      throw new IllegalArgumentException(
          "first and second must have as many features as each other, but had "
              + first.size(1)
              + " and "
              + second.size(1));
    }
    try (INDArray a = first.castTo(DataType.DOUBLE).dup('c');
        INDArray b = second.castTo(DataType.DOUBLE).dup('c');
        INDArray meanA = a.mean(0);
        INDArray meanB = b.mean(0);
        INDArray apart = meanA.sub(meanB)) {
      double mean = apart.mul(apart).sumNumber().doubleValue();
      a.subiRowVector(meanA).divi(Math.sqrt(a.size(0) - 1.0));
      b.subiRowVector(meanB).divi(Math.sqrt(b.size(0) - 1.0));
      double traces = squares(a) + squares(b);
      double common = commonRoot(a, b);
      double value = Math.max(0, mean + traces - 2 * common);
      return new FrechetDistance(value, mean, (int) a.size(0), (int) b.size(0), (int) a.size(1));
    }
  }

  /** Whether a set has no more rows than features: the value is then far too high. */
  public boolean biased() {
    return Math.min(n1, n2) <= width;
  }

  private static void require(String name, INDArray rows) {
    if (rows.rank() != 2 || rows.size(0) < 2 || rows.size(1) < 1) {
      throw new IllegalArgumentException(
          name
              + " must be of the form [rows, features] with two rows at least, but was "
              + rows.shapeInfoToString());
    }
    if (!Double.isFinite(rows.sumNumber().doubleValue())) {
      throw new IllegalArgumentException(
          name + " must hold finite numbers, but its sum was " + rows.sumNumber());
    }
  }

  private static double squares(INDArray a) {
    double norm = a.norm2Number().doubleValue();
    return norm * norm;
  }

  /** The sum of the singular values of {@code A B^T}. */
  private static double commonRoot(INDArray a, INDArray b) {
    try (INDArray left = shortened(a);
        INDArray right = shortened(b);
        INDArray product = left.mmul(right.transpose());
        INDArray columns = product.dup('f');
        INDArray values =
            Nd4j.createUninitializedDetached(
                DataType.DOUBLE, Math.min(columns.rows(), columns.columns()))) {
      Nd4j.getBlasWrapper().lapack().gesvd(columns, values, null, null);
      return values.sumNumber().doubleValue();
    }
  }

  /** A matrix of the same {@code A^T A} with no more rows than columns: the R of a QR division. */
  private static INDArray shortened(INDArray a) {
    int d = (int) a.size(1);
    if (a.size(0) <= d) {
      return a.dup('c');
    }
    try (INDArray factored = a.dup('f')) {
      INDArray r = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', d, d);
      Nd4j.getBlasWrapper().lapack().geqrf(factored, r);
      for (int row = 1; row < d; row++) {
        // LAPACK leaves the reflectors below the diagonal.
        r.get(NDArrayIndex.point(row), NDArrayIndex.interval(0, row)).assign(0);
      }
      return r;
    }
  }

  /** Say {@code 12.3 (600 and 600 pictures, 160 features)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.4g (%d and %d pictures, %d features%s)",
        value,
        n1,
        n2,
        width,
        biased() ? "; biased upwards, fewer pictures than features" : "");
  }
}
