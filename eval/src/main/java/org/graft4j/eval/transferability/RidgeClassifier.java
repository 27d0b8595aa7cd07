package org.graft4j.eval.transferability;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Ridge regression to class indicators on standardised features, with an intercept; the class is
 * that of the largest response. The penalty is the one of a fixed list with the least leave-one-out
 * squared error on the training samples, which the hat matrix gives in closed form (Allen's PRESS):
 * {@code (y_i - fit_i) / (1 - h_ii)}.
 */
final class RidgeClassifier implements AutoCloseable {
  /** Penalties as powers of ten, times the mean of the squared singular values. */
  private static final double[] POWERS = {
    -4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2
  };

  /** A sample that the fit goes through tells nothing of others. */
  private static final double EXACT = 1e-9;

  private final INDArray mean;
  private final INDArray scale;
  private final INDArray weights;
  private final INDArray intercept;

  private RidgeClassifier(INDArray mean, INDArray scale, INDArray weights, INDArray intercept) {
    this.mean = mean;
    this.scale = scale;
    this.weights = weights;
    this.intercept = intercept;
  }

  /**
   * Learns.
   *
   * @param rows {@code [n, d]}, double; not changed
   * @param labels in {@code [0, classes)}
   */
  static RidgeClassifier fit(INDArray rows, int[] labels, int classes) {
    INDArray mean = rows.mean(0);
    INDArray scale = scale(rows, mean);
    INDArray targets = Nd4j.zeros(DataType.DOUBLE, labels.length, classes);
    for (int i = 0; i < labels.length; i++) {
      targets.putScalar(i, labels[i], 1);
    }
    INDArray intercept = targets.mean(0);
    targets.subiRowVector(intercept);
    try (targets;
        INDArray standardised = standardised(rows, mean, scale);
        Spectrum spectrum = Spectrum.of(standardised)) {
      INDArray weights =
          spectrum.rank() == 0
              ? Nd4j.zeros(DataType.DOUBLE, rows.size(1), classes)
              : weights(standardised, spectrum, targets);
      return new RidgeClassifier(mean, scale, weights, intercept);
    }
  }

  /** One over the standard deviation; 0 for a feature that is constant. */
  private static INDArray scale(INDArray rows, INDArray mean) {
    try (INDArray centred = rows.subRowVector(mean);
        INDArray norms = centred.norm2(0)) {
      double[] values = norms.toDoubleVector();
      double[] means = mean.toDoubleVector();
      for (int i = 0; i < values.length; i++) {
        double deviation = values[i] / Math.sqrt((double) rows.size(0));
        // What rounding of the mean leaves of a constant is no spread.
        values[i] = deviation > 1e-12 * Math.abs(means[i]) ? 1 / deviation : 0;
      }
      return Nd4j.createFromArray(values);
    }
  }

  private static INDArray standardised(INDArray rows, INDArray mean, INDArray scale) {
    INDArray centred = rows.subRowVector(mean);
    centred.muliRowVector(scale);
    return centred;
  }

  private static INDArray weights(INDArray rows, Spectrum spectrum, INDArray targets) {
    double[] squares = spectrum.squares();
    double penalty = penalty(spectrum, squares, targets);
    double[] shrunk = new double[squares.length];
    for (int k = 0; k < shrunk.length; k++) {
      shrunk[k] = 1 / (squares[k] + penalty);
    }
    try (INDArray along = spectrum.left().transpose().mmul(targets);
        INDArray factors = Nd4j.createFromArray(shrunk);
        INDArray scaled = along.mulColumnVector(factors);
        INDArray dual = spectrum.left().mmul(scaled)) {
      return rows.transpose().mmul(dual);
    }
  }

  private static double penalty(Spectrum spectrum, double[] squares, INDArray targets) {
    double mean = 0;
    for (double square : squares) {
      mean += square / squares.length;
    }
    double best = mean;
    double least = Double.POSITIVE_INFINITY;
    try (INDArray along = spectrum.left().transpose().mmul(targets);
        INDArray leverage = spectrum.left().mul(spectrum.left())) {
      for (double power : POWERS) {
        double penalty = mean * Math.pow(10, power);
        double error = leaveOneOut(spectrum.left(), leverage, along, targets, squares, penalty);
        if (error < least) {
          least = error;
          best = penalty;
        }
      }
    }
    return best;
  }

  private static double leaveOneOut(
      INDArray left,
      INDArray leverage,
      INDArray along,
      INDArray targets,
      double[] squares,
      double penalty) {
    double[] kept = new double[squares.length];
    for (int k = 0; k < kept.length; k++) {
      kept[k] = squares[k] / (squares[k] + penalty);
    }
    try (INDArray factors = Nd4j.createFromArray(kept);
        INDArray scaled = along.mulColumnVector(factors);
        INDArray fit = left.mmul(scaled);
        INDArray residual = targets.sub(fit);
        INDArray hat = leverage.mmul(factors.reshape(kept.length, 1));
        INDArray norms = residual.norm2(1)) {
      double[] own = hat.toDoubleVector();
      double[] errors = norms.toDoubleVector();
      double sum = 0;
      for (int i = 0; i < errors.length; i++) {
        double others = 1 - 1.0 / errors.length - own[i]; // the intercept has its part
        if (others < EXACT) {
          return Double.POSITIVE_INFINITY;
        }
        sum += errors[i] * errors[i] / (others * others);
      }
      return sum;
    }
  }

  /**
   * The classes of samples, the first of equals.
   *
   * @param rows {@code [m, d]}, double; not changed
   */
  int[] classes(INDArray rows) {
    try (INDArray standardised = standardised(rows, mean, scale);
        INDArray responses = standardised.mmul(weights)) {
      responses.addiRowVector(intercept);
      double[][] values = responses.toDoubleMatrix();
      int[] classes = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        for (int c = 1; c < values[i].length; c++) {
          if (values[i][c] > values[i][classes[i]]) {
            classes[i] = c;
          }
        }
      }
      return classes;
    }
  }

  @Override
  public void close() {
    mean.close();
    scale.close();
    weights.close();
    intercept.close();
  }
}
