package org.graft4j.eval.calibration;

import java.util.Locale;
import java.util.Optional;
import org.graft4j.eval.PredictionTable;
import org.graft4j.model.Abstention;

/**
 * A threshold for a wished error rate with the coverage it costs, or what could be promised at best
 * where the wish could not. Immutable.
 *
 * @param threshold the network's own probability of its best class from which on it answers; where
 *     the wish cannot be kept, the one with the lowest error bound
 * @param coverage share of the samples that get an answer, in (0, 1]
 * @param errorRate share of those answers that is wrong, in [0, 1]
 * @param errorBound what the error rate of new answers stays below with the confidence asked for
 * @param samples that it was fitted on
 * @param maxError the wish, in (0, 1)
 * @param confidence with which it is to be kept, in (0, 1)
 */
public record AbstentionFit(
    double threshold,
    double coverage,
    double errorRate,
    double errorBound,
    int samples,
    double maxError,
    double confidence) {

  /**
   * Fits the threshold that answers most while the error rate stays below a wish, not only on these
   * samples but, with the given confidence, on new ones of their kind (Geifman and El-Yaniv 2017,
   * "Selective classification for deep neural networks", arXiv 1705.08500). The bound is Clopper
   * and Pearson's, its confidence shared among the thresholds tried.
   *
   * @param table the network's own probabilities, at temperature 1, of samples that had no say in
   *     its training
   * @param maxError in (0, 1)
   * @param confidence in (0, 1), say 0.95
   */
  public static AbstentionFit of(PredictionTable table, double maxError, double confidence) {
    int n = table.size();
    double[] confidences = new double[n];
    boolean[] right = new boolean[n];
    for (int i = 0; i < n; i++) {
      confidences[i] = table.confidence(i);
      right[i] = table.correct(i);
    }
    AbstainRule rule = AbstainRule.fit(confidences, right, maxError, confidence);
    AbstainRule best =
        rule.coverage() > 0 ? rule : AbstainRule.surest(confidences, right, confidence);
    return new AbstentionFit(
        best.threshold(),
        best.coverage(),
        best.errorRate(),
        best.errorBound(),
        n,
        maxError,
        confidence);
  }

  /** Whether the wish can be kept. */
  public boolean kept() {
    return errorBound <= maxError;
  }

  /** What a model carries; empty where the wish cannot be kept. */
  public Optional<Abstention> abstention() {
    return kept()
        ? Optional.of(new Abstention(threshold, maxError, confidence, coverage))
        : Optional.empty();
  }

  /**
   * One line with all figures.
   *
   * @param pictures what the samples are, say {@code "validation pictures"}
   */
  public String describe(String pictures) {
    long answered = Math.round(coverage * samples);
    long wrong = Math.round(errorRate * answered);
    if (kept()) {
      return String.format(
          Locale.ROOT,
          "answers from probability %.3f on: %d of %d %s (%.0f %%), with %d wrong among them; at"
              + " most %.3f of new answers are wrong, with %.0f %% confidence",
          threshold,
          answered,
          samples,
          pictures,
          100 * coverage,
          wrong,
          errorBound,
          100 * confidence);
    }
    return String.format(
        Locale.ROOT,
        "an error rate of %s cannot be promised with %.0f %% confidence on %d %s: the surest %d,"
            + " with %d wrong among them, promise %.3f at best, and %s takes %d without a mistake;"
            + " no threshold is stored",
        maxError,
        100 * confidence,
        samples,
        pictures,
        answered,
        wrong,
        errorBound,
        maxError,
        AbstainRule.fewest(samples, maxError, confidence));
  }
}
