package org.graft4j.transfer.regularise;

import java.util.Arrays;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.internal.RowMajor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sum of the k smallest squared singular values of the features of a batch's own examples.
 *
 * <p>With unit vectors {@code u} of the smallest eigenvalues of the Gram matrix {@code F F'} the
 * sum is {@code |U' F|^2} and its slope {@code 2 U U' F} (of {@code F' F}, where there are more
 * examples than numbers: {@code |F V|^2} and {@code 2 F V V'}). Nothing is divided by, so that
 * singular values that are zero or equal do no harm, as they would in the slope of a singular
 * vector.
 */
record SpectralTerm(String vertex, double eta, int k) implements FeatureTerm {
  @Override
  public String name() {
    return "bss";
  }

  @Override
  public double weight(double progress) {
    return eta;
  }

  @Override
  public double compute(INDArray output, StepBatch batch, INDArray slope) {
    int rows = batch.labelled();
    if (rows == 0) {
      return 0;
    }
    int width = (int) output.size(1);
    double[] features = Arrays.copyOf(RowMajor.of(output), rows * width);
    // Below, the shorter side is always the first: the features themselves, or turned.
    boolean wide = rows <= width;
    double[][] matrix = wide ? split(features, rows, width) : turned(features, rows, width);
    double[][] gram = gram(matrix);
    if (!finite(gram)) {
      return Double.NaN;
    }
    SymmetricEigen eigen = SymmetricEigen.of(gram);
    double value = 0;
    double[] derivative = new double[features.length];
    for (int place = 0; place < Math.min(k, matrix.length); place++) {
      double[] direction = eigen.vector(place);
      double[] along = along(direction, matrix);
      for (int i = 0; i < direction.length; i++) {
        for (int j = 0; j < along.length; j++) {
          int at = wide ? i * width + j : j * width + i;
          derivative[at] += 2 * direction[i] * along[j];
        }
      }
      for (double part : along) {
        value += part * part;
      }
    }
    RowMajor.into(derivative, slope);
    return value;
  }

  private static double[][] split(double[] features, int rows, int width) {
    double[][] matrix = new double[rows][width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(features, i * width, matrix[i], 0, width);
    }
    return matrix;
  }

  private static double[][] turned(double[] features, int rows, int width) {
    double[][] matrix = new double[width][rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        matrix[j][i] = features[i * width + j];
      }
    }
    return matrix;
  }

  private static double[][] gram(double[][] matrix) {
    double[][] gram = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int m = 0; m < matrix[i].length; m++) {
          product += matrix[i][m] * matrix[j][m];
        }
        gram[i][j] = product;
        gram[j][i] = product;
      }
    }
    return gram;
  }

  private static boolean finite(double[][] matrix) {
    for (double[] row : matrix) {
      for (double value : row) {
        if (!Double.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** {@code direction' matrix}. */
  private static double[] along(double[] direction, double[][] matrix) {
    double[] along = new double[matrix[0].length];
    for (int i = 0; i < direction.length; i++) {
      for (int j = 0; j < along.length; j++) {
        along[j] += direction[i] * matrix[i][j];
      }
    }
    return along;
  }
}
