package org.graft4j.eval.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Scores of positives and negatives, ranked: curves over all thresholds, and the areas under them.
 * Equal scores are one threshold, so that the order of equals never shows. Immutable and
 * thread-safe; of the size of its distinct scores.
 *
 * <p>A sample counts as positive at a threshold if its score is at least that. Numbers are
 * scikit-learn's ({@code roc_curve} with {@code drop_intermediate=False}, {@code
 * precision_recall_curve}, {@code average_precision_score}).
 */
public final class RankedScores {
  /** Distinct scores, the highest first. */
  private final double[] scores;

  /** Positives and negatives with a score of at least that. */
  private final long[] truePositives;

  private final long[] falsePositives;

  private RankedScores(double[] scores, long[] truePositives, long[] falsePositives) {
    this.scores = scores;
    this.truePositives = truePositives;
    this.falsePositives = falsePositives;
  }

  /**
   * Ranks scores.
   *
   * @param scores finite; copied
   * @param positive whether each is a positive's; as many
   */
  public static RankedScores of(double[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          "positive must be as long as scores, but they were "
              + positive.length
              + " and "
              + scores.length);
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException(
            "scores must be finite, but that of sample " + i + " was " + scores[i]);
      }
    }
    return ranked(sides(scores, positive, true), sides(scores, positive, false));
  }

  /** The scores of one side, in ascending order; a negative zero equals zero. */
  private static double[] sides(double[] scores, boolean[] positive, boolean side) {
    double[] own = new double[scores.length];
    int n = 0;
    for (int i = 0; i < scores.length; i++) {
      if (positive[i] == side) {
        own[n++] = scores[i] + 0.0;
      }
    }
    double[] sorted = Arrays.copyOf(own, n);
    Arrays.sort(sorted);
    return sorted;
  }

  private static RankedScores ranked(double[] positives, double[] negatives) {
    int most = positives.length + negatives.length;
    double[] distinct = new double[most];
    long[] hits = new long[most];
    long[] alarms = new long[most];
    int p = positives.length;
    int q = negatives.length;
    int thresholds = 0;
    while (p > 0 || q > 0) {
      double threshold =
          q == 0 || (p > 0 && positives[p - 1] >= negatives[q - 1])
              ? positives[p - 1]
              : negatives[q - 1];
      while (p > 0 && positives[p - 1] == threshold) {
        p--;
      }
      while (q > 0 && negatives[q - 1] == threshold) {
        q--;
      }
      distinct[thresholds] = threshold;
      hits[thresholds] = (long) positives.length - p;
      alarms[thresholds] = (long) negatives.length - q;
      thresholds++;
    }
    return new RankedScores(
        Arrays.copyOf(distinct, thresholds),
        Arrays.copyOf(hits, thresholds),
        Arrays.copyOf(alarms, thresholds));
  }

  /** Positives of all. */
  public long positives() {
    return scores.length == 0 ? 0 : truePositives[scores.length - 1];
  }

  /** Negatives of all. */
  public long negatives() {
    return scores.length == 0 ? 0 : falsePositives[scores.length - 1];
  }

  /** Distinct scores. */
  public int thresholds() {
    return scores.length;
  }

  /** The threshold at a place, the highest at 0. */
  public double threshold(int place) {
    return scores[place];
  }

  /** What is counted at a threshold's place. */
  public ClassCounts at(int place) {
    return counts(truePositives[place], falsePositives[place]);
  }

  /** What is counted at a threshold, which need be no score's. */
  public ClassCounts atThreshold(double threshold) {
    int place = 0;
    while (place < scores.length && scores[place] >= threshold) {
      place++;
    }
    return place == 0 ? counts(0, 0) : at(place - 1);
  }

  private ClassCounts counts(long hits, long alarms) {
    return new ClassCounts(hits, alarms, positives() - hits, negatives() - alarms);
  }

  /**
   * The area under the ROC curve: the chance that a positive's score is above a negative's, equal
   * ones counting half. Undefined without positives or without negatives.
   */
  public OptionalDouble rocArea() {
    if (positives() == 0 || negatives() == 0) {
      return OptionalDouble.empty();
    }
    // Pairs in halves: whole numbers, so that nothing is rounded before the division.
    double halves = 0;
    long hits = 0;
    long alarms = 0;
    for (int i = 0; i < scores.length; i++) {
      halves += (double) (falsePositives[i] - alarms) * (hits + truePositives[i]);
      hits = truePositives[i];
      alarms = falsePositives[i];
    }
    return OptionalDouble.of(halves / (2.0 * positives() * negatives()));
  }

  /**
   * Average precision, {@code Σ (R_n - R_(n-1)) P_n} over the thresholds: the area under the curve
   * of precision over recall as steps. Undefined without positives.
   */
  public OptionalDouble averagePrecision() {
    if (positives() == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    long hits = 0;
    for (int i = 0; i < scores.length; i++) {
      sum +=
          (double) (truePositives[i] - hits)
              * truePositives[i]
              / (truePositives[i] + falsePositives[i]);
      hits = truePositives[i];
    }
    return OptionalDouble.of(sum / positives());
  }

  /**
   * The area under the line through the points of precision over recall: higher than {@link
   * #averagePrecision}, and too high, since precision between two points is no line (Davis and
   * Goadrich 2006). Undefined without positives.
   */
  public OptionalDouble precisionRecallArea() {
    if (positives() == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    long hits = 0;
    double before = 1;
    for (int i = 0; i < scores.length; i++) {
      double precision = (double) truePositives[i] / (truePositives[i] + falsePositives[i]);
      sum += (truePositives[i] - hits) * (precision + before) / 2;
      hits = truePositives[i];
      before = precision;
    }
    return OptionalDouble.of(sum / positives());
  }

  /**
   * The threshold at which a measure of the positives is highest, the lowest of equals; undefined
   * ones count as 0. Choose it on validation samples: on those that it is chosen on, the measure is
   * too high.
   *
   * @throws IllegalStateException without samples
   */
  public double bestThreshold(ClassMeasure measure) {
    if (scores.length == 0) {
      throw new IllegalStateException("a threshold must stand on samples, but there were none");
    }
    double best = -1;
    double threshold = scores[0];
    for (int i = 0; i < scores.length; i++) {
      double value = measure.of(at(i)).orElse(0);
      if (value >= best) {
        best = value;
        threshold = scores[i];
      }
    }
    return threshold;
  }

  /**
   * The threshold at which recall and specificity add up to most (Youden 1950), the highest of
   * equals; infinite if calling nothing positive is as good.
   */
  public double youdenThreshold() {
    double best = 0;
    double threshold = Double.POSITIVE_INFINITY;
    for (int i = 0; i < scores.length; i++) {
      double gain = at(i).recall().orElse(0) + at(i).specificity().orElse(0) - 1;
      if (gain > best) {
        best = gain;
        threshold = scores[i];
      }
    }
    return threshold;
  }
}
