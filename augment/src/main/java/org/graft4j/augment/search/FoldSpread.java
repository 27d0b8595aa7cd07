package org.graft4j.augment.search;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * What the gains of single folds say of the gain as a whole. Heads of a fold share their training
 * rows, and with them a chance that the number of held-out items does not make smaller.
 */
final class FoldSpread {
  private FoldSpread() {}

  /**
   * The corrected resampled t interval of the mean (Nadeau, Bengio 2003, "Inference for the
   * generalization error", Machine Learning 52; over repeated cross-validations as in Bouckaert,
   * Frank 2004). With {@code J} gains of mean {@code m} and variance {@code s²} it is {@code m ± t
   * s sqrt(1/J + held/trained)}, {@code t} of {@code J - 1} degrees of freedom: the second term is
   * for the training items that folds have in common.
   *
   * @param gains one a fold of each cross-validation, two at least
   * @param folds of one cross-validation, two at least
   * @param confidence in (0, 1)
   */
  static GainInterval.Bounds of(List<Double> gains, int folds, double confidence) {
    int count = gains.size();
    double mean = gains.stream().mapToDouble(Double::doubleValue).sum() / count;
    double squares = gains.stream().mapToDouble(gain -> (gain - mean) * (gain - mean)).sum();
    double heldToTrained = 1.0 / (folds - 1);
    double error = Math.sqrt(squares / (count - 1) * (1.0 / count + heldToTrained));
    double quantile =
        new TDistribution(null, count - 1).inverseCumulativeProbability((1 + confidence) / 2);
    return new GainInterval.Bounds(
        Math.max(-1, mean - quantile * error), Math.min(1, mean + quantile * error));
  }
}
