package org.graft4j.eval.calibration;

import java.util.List;
import java.util.Locale;
import org.graft4j.model.Decision;

/**
 * Finds the number, the temperature, that logits are to be divided by so that probabilities come as
 * near to the truth as that can bring them; which class is the likeliest does not change (Guo et
 * al. 2017, "On calibration of modern neural networks", arXiv 1706.04599). {@link
 * Decision#calibrated} divides by it.
 */
final class TemperatureScaling {
  /**
   * What is searched: a network that is right (or wrong) every time would have no best temperature
   * but 0 (or infinity).
   */
  static final double LEAST = Decision.LEAST_TEMPERATURE;

  static final double MOST = Decision.MOST_TEMPERATURE;

  private TemperatureScaling() {}

  /**
   * The temperature with the least mean log loss, between 0.05 and 20. Fit it on samples that the
   * network was not trained on, and measure it on others again.
   *
   * @param logits of each sample, one for each class; or logarithms of probabilities, which differ
   *     from logits by a constant a sample and give the same
   * @param labels index of the class of each sample
   * @throws IllegalArgumentException without samples, if lengths differ, or if a logit is NaN or
   *     positive infinity; the message names the sample's place
   */
  static double fit(List<double[]> logits, int[] labels) {
    require(logits, labels);
    // The loss is convex in 1/T: its slope changes sign once.
    double low = 1 / MOST;
    double high = 1 / LEAST;
    if (slope(logits, labels, low) >= 0) {
      return MOST;
    }
    if (slope(logits, labels, high) <= 0) {
      return LEAST;
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (slope(logits, labels, middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 2 / (low + high);
  }

  /** The slope of the summed loss over the inverse temperature: mean logit minus the label's. */
  private static double slope(List<double[]> logits, int[] labels, double inverse) {
    double slope = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] row = logits.get(i);
      double largest = Double.NEGATIVE_INFINITY;
      for (double logit : row) {
        largest = Math.max(largest, logit);
      }
      double sum = 0;
      double weighted = 0;
      for (double logit : row) {
        double weight = Math.exp(inverse * (logit - largest));
        sum += weight;
        // A class that is ruled out weighs nothing, and its logit is infinite.
        weighted += weight == 0 ? 0 : weight * logit;
      }
      slope += weighted / sum - row[labels[i]];
    }
    return slope;
  }

  private static void require(List<double[]> logits, int[] labels) {
    if (labels.length == 0 || logits.size() != labels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "logits and labels must be of the same samples, at least one, but were of %d and %d",
              logits.size(),
              labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      double[] row = logits.get(i);
      if (labels[i] < 0 || labels[i] >= row.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label of sample %d must be in [0, %d), but was %d",
                i,
                row.length,
                labels[i]));
      }
      if (!Double.isFinite(row[labels[i]])) {
        throw new IllegalArgumentException(
            "logits must be finite, but that of sample "
                + i
                + "'s own class was "
                + row[labels[i]]);
      }
      for (double logit : row) {
        if (Double.isNaN(logit) || logit == Double.POSITIVE_INFINITY) {
          throw new IllegalArgumentException(
              "logits must be finite, but one of sample " + i + " was " + logit);
        }
      }
    }
  }
}
