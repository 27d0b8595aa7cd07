package org.graft4j.eval.diagnose;

/**
 * An inverse power law of the accuracy, {@code limit - drop (n / reference)^-rate} (Figueroa, Zeng-
 * Treitler, Kandula and Ngo 2012, "Predicting sample size required for classification performance",
 * BMC Medical Informatics and Decision Making 12).
 *
 * @param limit what it approaches, at most 1
 * @param drop by which it is below the limit at the reference, not negative
 * @param rate positive
 * @param reference pictures, positive
 */
public record PowerLaw(double limit, double drop, double rate, double reference) {
  private static final double SLOWEST = 0.05;
  private static final double FASTEST = 3;
  private static final int RATES = 120;

  /**
   * The law with the least weighted squares, its rate one of a fixed row.
   *
   * @param pictures of each point, positive; the last is the reference
   * @param accuracies in [0, 1]
   * @param weights positive
   */
  static PowerLaw fit(double[] pictures, double[] accuracies, double[] weights) {
    double reference = pictures[pictures.length - 1];
    PowerLaw best = new PowerLaw(accuracies[0], 0, 1, reference);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RATES; i++) {
      double rate = SLOWEST * Math.pow(FASTEST / SLOWEST, i / (RATES - 1.0));
      PowerLaw law = fit(pictures, accuracies, weights, rate, reference);
      double squares = 0;
      for (int k = 0; k < pictures.length; k++) {
        double miss = accuracies[k] - law.unbounded(pictures[k]);
        squares += weights[k] * miss * miss;
      }
      if (squares < least) {
        least = squares;
        best = law;
      }
    }
    return best;
  }

  /** Linear least squares of limit and drop, within their bounds. */
  private static PowerLaw fit(
      double[] pictures, double[] accuracies, double[] weights, double rate, double reference) {
    double sum = 0;
    double meanX = 0;
    double meanY = 0;
    for (int k = 0; k < pictures.length; k++) {
      sum += weights[k];
      meanX += weights[k] * Math.pow(pictures[k] / reference, -rate);
      meanY += weights[k] * accuracies[k];
    }
    meanX /= sum;
    meanY /= sum;
    double squares = 0;
    double products = 0;
    double fromOne = 0;
    double squaresFromZero = 0;
    for (int k = 0; k < pictures.length; k++) {
      double x = Math.pow(pictures[k] / reference, -rate);
      squares += weights[k] * (x - meanX) * (x - meanX);
      products += weights[k] * (x - meanX) * (accuracies[k] - meanY);
      fromOne += weights[k] * x * (1 - accuracies[k]);
      squaresFromZero += weights[k] * x * x;
    }
    double drop = squares > 0 ? Math.max(0, -products / squares) : 0;
    double limit = meanY + drop * meanX;
    return limit <= 1
        ? new PowerLaw(limit, drop, rate, reference)
        : new PowerLaw(1, fromOne / squaresFromZero, rate, reference);
  }

  private double unbounded(double pictures) {
    return limit - drop * Math.pow(pictures / reference, -rate);
  }

  /** The accuracy with that many pictures, in [0, 1]. */
  public double at(double pictures) {
    return Math.max(0, unbounded(pictures));
  }
}
