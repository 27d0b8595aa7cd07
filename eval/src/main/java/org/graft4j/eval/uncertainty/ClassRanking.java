package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import org.graft4j.eval.PredictionTable;

/**
 * One class against the rest, ranked once: what any draw makes of the areas under its curves is one
 * pass in whole numbers. Immutable and thread-safe; 4 bytes a sample and a little more a threshold.
 *
 * <p>The numbers are those of {@link org.graft4j.eval.metric.RankedScores} to the bit.
 */
final class ClassRanking {
  /*
   * Only scores of positives are thresholds at which an area changes. The samples lie in descending
   * order of their scores, and between two such thresholds it matters only how many negatives there
   * are: for each threshold three lengths say how many samples to count as negatives above it, as
   * negatives at it and as positives at it.
   */
  private static final int LENGTHS = 3;

  private final int[] order;
  private final int[] lengths;

  private ClassRanking(int[] order, int[] lengths) {
    this.order = order;
    this.lengths = lengths;
  }

  static ClassRanking of(PredictionTable table, int positive) {
    int n = table.size();
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      scores[i] = table.probability(i, positive) + 0.0;
    }
    double[] distinct = distinct(scores);
    // Two places a score, the highest score first: its negatives, then its positives.
    int[] place = new int[n];
    int[] begins = new int[2 * distinct.length + 1];
    for (int i = 0; i < n; i++) {
      int rank = distinct.length - 1 - Arrays.binarySearch(distinct, scores[i]);
      place[i] = 2 * rank + (table.label(i) == positive ? 1 : 0);
      begins[place[i] + 1]++;
    }
    int[] lengths = lengths(begins);
    for (int i = 1; i < begins.length; i++) {
      begins[i] += begins[i - 1];
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[begins[place[i]]++] = i;
    }
    return new ClassRanking(order, lengths);
  }

  private static double[] distinct(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int kept = 0;
    for (double score : sorted) {
      if (kept == 0 || sorted[kept - 1] != score) {
        sorted[kept++] = score;
      }
    }
    return Arrays.copyOf(sorted, kept);
  }

  /**
   * @param counts at 2r + 1 the negatives and at 2r + 2 the positives of the score of rank r
   */
  private static int[] lengths(int[] counts) {
    int[] lengths = new int[LENGTHS * (counts.length / 2 + 1)];
    int used = 0;
    int above = 0;
    for (int i = 1; i + 1 < counts.length; i += 2) {
      if (counts[i + 1] == 0) {
        above += counts[i];
        continue;
      }
      lengths[used] = above;
      lengths[used + 1] = counts[i];
      lengths[used + 2] = counts[i + 1];
      used += LENGTHS;
      above = 0;
    }
    lengths[used] = above;
    return Arrays.copyOf(lengths, used + LENGTHS);
  }

  /**
   * Computes both areas for a draw.
   *
   * @param areas takes the area under the ROC curve, NaN without positives or negatives, and the
   *     average precision, NaN without positives
   */
  void areas(int[] times, double[] areas) {
    long halves = 0;
    long hits = 0;
    long alarms = 0;
    double precisions = 0;
    int at = 0;
    for (int i = 0; i < lengths.length; i += LENGTHS) {
      long above = sum(times, at, at + lengths[i]);
      at += lengths[i];
      long equal = sum(times, at, at + lengths[i + 1]);
      at += lengths[i + 1];
      long own = sum(times, at, at + lengths[i + 2]);
      at += lengths[i + 2];
      halves += above * 2 * hits + equal * (2 * hits + own);
      alarms += above + equal;
      hits += own;
      if (own > 0) {
        precisions += (double) own * hits / (hits + alarms);
      }
    }
    areas[0] = hits == 0 || alarms == 0 ? Double.NaN : halves / (2.0 * hits * alarms);
    areas[1] = hits == 0 ? Double.NaN : precisions / hits;
  }

  private long sum(int[] times, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += times[order[i]];
    }
    return sum;
  }
}
