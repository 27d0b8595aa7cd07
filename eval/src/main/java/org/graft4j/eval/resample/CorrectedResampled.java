package org.graft4j.eval.resample;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;
import org.graft4j.eval.Interval;

/**
 * What the numbers of single folds say of their mean, by the corrected resampled t-test (Nadeau,
 * Bengio 2003, "Inference for the generalization error", Machine Learning 52; over repeated
 * cross-validations as in Bouckaert, Frank 2004). Immutable.
 *
 * <p>Folds are not independent, since they share training items: with {@code J} numbers of mean
 * {@code m} and variance {@code s²} the plain error {@code s / sqrt(J)} would shrink with repeats
 * that bring no new data. The corrected one is {@code s sqrt(1/J + held/trained)}, with {@code J -
 * 1} degrees of freedom.
 *
 * @param mean of the numbers
 * @param deviation their standard deviation, by {@code J - 1}
 * @param error the corrected standard error of the mean
 * @param freedom degrees of freedom, 1 at least
 */
record CorrectedResampled(double mean, double deviation, double error, int freedom) {

  /**
   * The mean and its error.
   *
   * @param values one of each fold of each repeat, two at least, finite
   * @param heldToTrained samples held out for each one that is learned from, positive
   */
  static CorrectedResampled of(List<Double> values, double heldToTrained) {
    int count = values.size();
    if (count < 2 || !(heldToTrained > 0)) {
      throw new IllegalArgumentException(
          "values must be two at least and heldToTrained positive, but were "
              + count
              + " and "
              + heldToTrained);
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / count;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double variance = squares / (count - 1);
    double error = Math.sqrt(variance * (1.0 / count + heldToTrained));
    return new CorrectedResampled(mean, Math.sqrt(variance), error, count - 1);
  }

  /** Whether the numbers differ: a deviation that is rounding alone is none. */
  boolean spread() {
    return deviation > 1e-12 * Math.max(1, Math.abs(mean));
  }

  /**
   * The interval of the mean, cut to what the number can be; empty if all values are equal, which
   * is not to say that nothing is uncertain.
   */
  Optional<Interval> interval(double confidence, double least, double most) {
    if (!spread()) {
      return Optional.empty();
    }
    double quantile =
        new TDistribution(null, freedom).inverseCumulativeProbability((1 + confidence) / 2);
    double low = Math.max(least, Math.min(most, mean - quantile * error));
    double high = Math.max(low, Math.min(most, mean + quantile * error));
    return Optional.of(new Interval(low, high, confidence));
  }

  /**
   * The chance of a mean at least as far from 0 if it were 0, two-sided; empty if all values are
   * equal, of which the test can make nothing.
   */
  OptionalDouble pValue() {
    if (!spread()) {
      return OptionalDouble.empty();
    }
    double t = Math.abs(mean) / error;
    return OptionalDouble.of(2 * new TDistribution(null, freedom).cumulativeProbability(-t));
  }
}
