package org.graft4j.eval.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Answers only where a classifier is sure enough (Geifman and El-Yaniv 2017, "Selective
 * classification for deep neural networks", arXiv 1705.08500). Immutable.
 *
 * @param threshold probability of the predicted class from which on it answers; above 1 means never
 * @param coverage share of the samples that it was chosen on that get an answer, in [0, 1]
 * @param errorRate share of the answers that was wrong on those; NaN if there were none
 * @param errorBound what the error rate of new answers stays below with the confidence asked for;
 *     NaN without answers
 */
public record AbstainRule(double threshold, double coverage, double errorRate, double errorBound) {

  /**
   * The rule that answers most while its error stays below a wish, not only on these samples but,
   * with the given confidence, on new ones of their kind.
   *
   * <p>The bound is Clopper and Pearson's, for each of the thresholds tried alike: those are as
   * many as halvings lead from all answers to one, and the confidence is shared among them (Geifman
   * and El-Yaniv's SGR).
   *
   * @param confidences probability of the predicted class of each sample, in [0, 1]
   * @param right whether it was the sample's class
   * @param wishedErrorRate in (0, 1)
   * @param confidence in (0, 1), say 0.95
   * @return one that never answers, with coverage 0, if no threshold keeps the wish
   */
  public static AbstainRule fit(
      double[] confidences, boolean[] right, double wishedErrorRate, double confidence) {
    require(confidences, right, wishedErrorRate, confidence);
    int n = confidences.length;
    int[] surestFirst =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -confidences[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] errors = new int[n + 1];
    for (int i = 0; i < n; i++) {
      errors[i + 1] = errors[i] + (right[surestFirst[i]] ? 0 : 1);
    }
    double share = (1 - confidence) / Math.max(1, 32 - Integer.numberOfLeadingZeros(n));
    int answered = 0;
    // Half of what is left each time: few thresholds, so that the shared confidence stays high.
    for (int step = Integer.highestOneBit(n); step > 0; step >>= 1) {
      int wider = withEquals(Math.min(n, answered + step), confidences, surestFirst);
      if (bound(errors[wider], wider, share) <= wishedErrorRate) {
        answered = wider;
      }
    }
    if (answered == 0) {
      return new AbstainRule(Math.nextUp(1.0), 0, Double.NaN, Double.NaN);
    }
    return new AbstainRule(
        confidences[surestFirst[answered - 1]],
        (double) answered / n,
        (double) errors[answered] / answered,
        bound(errors[answered], answered, share));
  }

  /** All samples as sure as the last one are answered alike. */
  private static int withEquals(int answered, double[] confidences, int[] surestFirst) {
    int end = answered;
    while (end < surestFirst.length
        && confidences[surestFirst[end]] == confidences[surestFirst[answered - 1]]) {
      end++;
    }
    return end;
  }

  /** Clopper and Pearson's upper bound of a rate. */
  private static double bound(int errors, int n, double level) {
    return errors == n
        ? 1
        : new BetaDistribution(null, errors + 1.0, n - errors)
            .inverseCumulativeProbability(1 - level);
  }

  private static void require(
      double[] confidences, boolean[] right, double wishedErrorRate, double confidence) {
    if (confidences.length == 0 || confidences.length != right.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "confidences and right must be of the same samples, at least one, but were of %d and %d",
              confidences.length,
              right.length));
    }
    if (!Arrays.stream(confidences).allMatch(c -> c >= 0 && c <= 1)) {
      throw new IllegalArgumentException("confidences must be in [0, 1], but one was not");
    }
    if (!(wishedErrorRate > 0 && wishedErrorRate < 1)) {
      throw new IllegalArgumentException(
          "wishedErrorRate must be in (0, 1), but was " + wishedErrorRate);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + confidence);
    }
  }

  /** Whether a prediction of that probability is given as an answer. */
  public boolean answers(double probability) {
    return probability >= threshold;
  }
}
