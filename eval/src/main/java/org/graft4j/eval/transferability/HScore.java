package org.graft4j.eval.transferability;

import org.graft4j.eval.internal.Shrinkage;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * H-score: how much of the features' spread lies between the classes, {@code tr(pinv(cov F) cov(E[F
 * | y]))} (Bao et al. 2019, "An Information-Theoretic Approach to Transferability in Task Transfer
 * Learning"), and its form for more features than samples, with the covariance shrunk towards a
 * multiple of the identity (Ibrahim et al. 2021, "Newer is not always better", arXiv:2110.06893;
 * Ledoit and Wolf 2004). Higher is better; 0 if the classes have the same mean or all samples are
 * equal.
 *
 * @param value in [0, classes - 1], and at its upper end whenever there are no fewer independent
 *     features than samples, whatever they are: then only {@code regularised} tells backbones apart
 * @param regularised not negative
 * @param shrinkage of Ledoit and Wolf, in [0, 1]
 */
public record HScore(double value, double regularised, double shrinkage) {

  /** Relative to the largest eigenvalue of the covariance: below it a direction counts as none. */
  private static final double SINGULAR = 1e-10;

  /**
   * Of classes.
   *
   * @throws IllegalArgumentException if no class has two samples: then the class means are the
   *     samples, and the score says nothing
   */
  public static HScore of(LabelledFeatures features) {
    if (features.size() == features.classes()) {
      throw new IllegalArgumentException(
          "a class must have two samples at least for an H-score, but all "
              + features.classes()
              + " have one");
    }
    try (INDArray rows = features.rows();
        INDArray mean = rows.mean(0)) {
      rows.subiRowVector(mean);
      double fourth = fourthPowers(rows);
      try (Spectrum spectrum = Spectrum.of(rows);
          INDArray classes = features.oneHot()) {
        return of(spectrum, spectrum.along(classes), fourth, features);
      }
    }
  }

  private static double fourthPowers(INDArray rows) {
    try (INDArray norms = rows.norm2(1)) {
      double sum = 0;
      for (double norm : norms.toDoubleVector()) {
        sum += norm * norm * norm * norm;
      }
      return sum;
    }
  }

  private static HScore of(
      Spectrum spectrum, double[][] along, double fourth, LabelledFeatures features) {
    double n = features.size();
    double d = features.width();
    double[] squares = spectrum.squares();
    double trace = 0;
    for (double square : squares) {
      trace += square / n;
    }
    double mu = trace / d;
    double shrinkage = shrinkage(squares, mu, fourth, n, d);
    double value = 0;
    double regularised = 0;
    for (int k = 0; k < squares.length; k++) {
      // Of the direction's own spread, what lies between the classes.
      double between = 0;
      for (int c = 0; c < features.classes(); c++) {
        between += along[k][c] * along[k][c] / features.count(c);
      }
      if (squares[k] > SINGULAR * squares[0]) {
        value += between;
      }
      double variance = (1 - shrinkage) * squares[k] / n + shrinkage * mu;
      regularised += (1 - shrinkage) * squares[k] * between / (n - 1) / variance;
    }
    return new HScore(value, regularised, shrinkage);
  }

  /** Ledoit and Wolf's estimate; {@code fourth} is the sum of the rows' norms to the fourth. */
  private static double shrinkage(double[] squares, double mu, double fourth, double n, double d) {
    double delta = (d - squares.length) * mu * mu;
    double norm = 0;
    for (double square : squares) {
      double variance = square / n;
      delta += (variance - mu) * (variance - mu);
      norm += variance * variance;
    }
    return squares.length == 0 ? 0 : Shrinkage.share(fourth, norm, delta, n);
  }
}
