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
record AbstainRule(double threshold, double coverage, double errorRate, double errorBound) {

  /** What single precision may differ by where a picture comes alone, and not among others. */
  private static final double ROUNDING = 0x1p-18;

  /**
   * The rule that answers most while its error stays below a wish, not only on these samples but,
   * with the given confidence, on new ones of their kind.
   *
   * <p>The bound is Clopper and Pearson's, for each of the thresholds tried alike: those are as
   * many as halvings lead from all answers to one, and the confidence is shared among them (Geifman
   * and El-Yaniv's SGR). That is proved where the error rate grows with the coverage: a wish that a
   * coverage keeps in truth is then only ever given up for a smaller one, so that the promise can
   * break at those few thresholds alone. The confidences must come from a network, temperature and
   * choice of epochs that were fixed without these samples.
   *
   * @param confidences probability of the predicted class of each sample, in [0, 1]
   * @param right whether it was the sample's class
   * @param wishedErrorRate in (0, 1)
   * @param confidence in (0, 1), say 0.95
   * @return one that never answers, with coverage 0, if no threshold keeps the wish
   */
  static AbstainRule fit(
      double[] confidences, boolean[] right, double wishedErrorRate, double confidence) {
    require(confidences, right, wishedErrorRate, confidence);
    int n = confidences.length;
    Ranking ranking = new Ranking(confidences, right);
    double share = share(n, confidence);
    int answered = 0;
    // Half of what is left each time: few thresholds, so that the shared confidence stays high.
    for (int step = Integer.highestOneBit(n); step > 0; step >>= 1) {
      int wider = ranking.withEquals(Math.min(n, answered + step));
      if (bound(ranking.errors(wider), wider, share) <= wishedErrorRate) {
        answered = wider;
      }
    }
    return answered == 0
        ? new AbstainRule(Math.nextUp(1.0), 0, Double.NaN, Double.NaN)
        : ranking.rule(answered, share);
  }

  /**
   * The rule with the lowest error bound of those that {@link #fit} begins with: what can be
   * promised where a wish cannot.
   *
   * @param confidences as for {@link #fit}
   */
  static AbstainRule surest(double[] confidences, boolean[] right, double confidence) {
    require(confidences, right, 0.5, confidence);
    Ranking ranking = new Ranking(confidences, right);
    double share = share(confidences.length, confidence);
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int step = Integer.highestOneBit(confidences.length); step > 0; step >>= 1) {
      int answered = ranking.withEquals(step);
      double bound = bound(ranking.errors(answered), answered, share);
      if (bound < lowest) {
        lowest = bound;
        best = answered;
      }
    }
    return ranking.rule(best, share);
  }

  /**
   * The fewest samples on which a wish can be kept, if the surest of them hold no mistake.
   *
   * @param n samples at hand, which the confidence is shared by
   */
  static int fewest(int n, double wishedErrorRate, double confidence) {
    return (int) Math.ceil(Math.log(share(n, confidence)) / Math.log1p(-wishedErrorRate));
  }

  private static double share(int n, double confidence) {
    return (1 - confidence) / Math.max(1, 32 - Integer.numberOfLeadingZeros(n));
  }

  /** Samples from the surest on, and the mistakes among the first of them. */
  private static final class Ranking {
    private final double[] sorted;
    private final int[] errors;

    Ranking(double[] confidences, boolean[] right) {
      int n = confidences.length;
      int[] surestFirst =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -confidences[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      sorted = new double[n];
      errors = new int[n + 1];
      for (int i = 0; i < n; i++) {
        sorted[i] = confidences[surestFirst[i]];
        errors[i + 1] = errors[i] + (right[surestFirst[i]] ? 0 : 1);
      }
    }

    int errors(int answered) {
      return errors[answered];
    }

    /** All samples as sure as the last one are answered alike. */
    int withEquals(int answered) {
      int end = answered;
      while (end < sorted.length && sorted[end] == sorted[answered - 1]) {
        end++;
      }
      return end;
    }

    /**
     * A hair below the least sure of the answered, but above all others: a network's output varies
     * in its last digits with the batch, and that sample must be answered in use too.
     */
    private double threshold(int answered) {
      double least = sorted[answered - 1];
      double below = answered < sorted.length ? sorted[answered] : 0;
      return Math.max(least * (1 - ROUNDING), least - (least - below) / 2);
    }

    AbstainRule rule(int answered, double share) {
      return new AbstainRule(
          threshold(answered),
          (double) answered / sorted.length,
          (double) errors[answered] / answered,
          bound(errors[answered], answered, share));
    }
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
              "confidences and right must be of the same samples, at least one, but were of %d and"
                  + " %d",
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
}
