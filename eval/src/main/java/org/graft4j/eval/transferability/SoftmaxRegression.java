package org.graft4j.eval.transferability;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Multinomial logistic regression, trained to convergence: the least mean cross-entropy plus half a
 * penalty times the squared weights, the intercepts left free. The mean makes the penalty mean the
 * same for any number of rows.
 *
 * <p>Coefficients come feature by feature within a class, each class's intercept last.
 */
final class SoftmaxRegression {
  /** Below it answers no longer change; the cross-entropy of a coin is 0.7. */
  private static final double TOLERANCE = 1e-6;

  private final int width;
  private final int classes;
  private final double[] coefficients;

  private SoftmaxRegression(int width, int classes, double[] coefficients) {
    this.width = width;
    this.classes = classes;
    this.coefficients = coefficients;
  }

  /** Knows nothing: all coefficients are zero. */
  static SoftmaxRegression blank(int width, int classes) {
    return new SoftmaxRegression(width, classes, new double[(width + 1) * classes]);
  }

  /**
   * Learns, beginning with what this one knows; the result does not depend on it but for the time.
   *
   * @param rows {@code [n, width]}, double
   * @param targets {@code [n, classes]}, adding up to 1 in a row
   * @param penalty above 0
   */
  SoftmaxRegression fit(INDArray rows, INDArray targets, double penalty) {
    double[] shares = columns(targets);
    int n = (int) rows.size(0);
    double[] best =
        LimitedMemoryBfgs.minimum(
            (point, gradient) -> {
              double[] errors = responses(rows, point);
              double loss = crossEntropy(errors, shares, n);
              for (int i = 0; i < errors.length; i++) {
                errors[i] = (errors[i] - shares[i]) / n;
              }
              slope(rows, errors, gradient);
              return loss + penalised(point, gradient, penalty);
            },
            coefficients,
            TOLERANCE);
    return new SoftmaxRegression(width, classes, best);
  }

  /** Mean cross-entropy of rows, in natural logarithms. */
  double loss(INDArray rows, INDArray targets) {
    return crossEntropy(responses(rows, coefficients), columns(targets), (int) rows.size(0));
  }

  /** The most probable class of each row, the first of equals. */
  int[] classes(INDArray rows) {
    int n = (int) rows.size(0);
    double[] responses = responses(rows, coefficients);
    int[] said = new int[n];
    for (int i = 0; i < n; i++) {
      for (int c = 1; c < classes; c++) {
        if (responses[c * n + i] > responses[said[i] * n + i]) {
          said[i] = c;
        }
      }
    }
    return said;
  }

  /** How probable each class is for each row, {@code [n, classes]}; the caller's own. */
  INDArray probabilities(INDArray rows) {
    int n = (int) rows.size(0);
    double[] responses = responses(rows, coefficients);
    crossEntropy(responses, new double[responses.length], n);
    return matrix(responses, n, classes);
  }

  /** Class by class, {@code [classes * n]}. */
  private double[] responses(INDArray rows, double[] point) {
    int n = (int) rows.size(0);
    double[] weights = new double[width * classes];
    for (int c = 0; c < classes; c++) {
      System.arraycopy(point, c * (width + 1), weights, c * width, width);
    }
    double[] responses;
    try (INDArray columns = matrix(weights, width, classes);
        INDArray products = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', n, classes)) {
      rows.mmuli(columns, products);
      responses = products.data().asDouble();
    }
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < n; i++) {
        responses[c * n + i] += point[c * (width + 1) + width];
      }
    }
    return responses;
  }

  /** Turns responses into probabilities, and gives their mean cross-entropy. */
  private double crossEntropy(double[] responses, double[] shares, int n) {
    double total = 0;
    for (int i = 0; i < n; i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        most = Math.max(most, responses[c * n + i]);
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(responses[c * n + i] - most);
      }
      double log = most + Math.log(sum);
      for (int c = 0; c < classes; c++) {
        int at = c * n + i;
        total += shares[at] * (log - responses[at]);
        responses[at] = Math.exp(responses[at] - log);
      }
    }
    return total / n;
  }

  private void slope(INDArray rows, double[] errors, double[] gradient) {
    int n = (int) rows.size(0);
    double[] slopes;
    try (INDArray columns = matrix(errors, n, classes);
        INDArray products =
            Nd4j.createUninitializedDetached(DataType.DOUBLE, 'f', width, classes)) {
      rows.transpose().mmuli(columns, products);
      slopes = products.data().asDouble();
    }
    for (int c = 0; c < classes; c++) {
      System.arraycopy(slopes, c * width, gradient, c * (width + 1), width);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += errors[c * n + i];
      }
      gradient[c * (width + 1) + width] = sum;
    }
  }

  private double penalised(double[] point, double[] gradient, double penalty) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      for (int j = c * (width + 1); j < c * (width + 1) + width; j++) {
        sum += point[j] * point[j];
        gradient[j] += penalty * point[j];
      }
    }
    return penalty * sum / 2;
  }

  private static INDArray matrix(double[] columns, long rows, long classes) {
    return Nd4j.create(
        columns, new long[] {rows, classes}, new long[] {1, rows}, 'f', DataType.DOUBLE);
  }

  private static double[] columns(INDArray targets) {
    try (INDArray doubles = targets.castTo(DataType.DOUBLE).dup('f')) {
      return doubles.data().asDouble();
    }
  }
}
