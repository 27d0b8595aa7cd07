package org.graft4j.eval.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well several labels at once were found: each label decided by its own threshold. Mutable,
 * confined to one thread; its size depends on the number of labels alone.
 *
 * <p>Definitions are scikit-learn's with {@code zero_division=0}: a sample without labels and
 * without predictions counts as 0 in averages over samples.
 */
public final class MultiLabelScores {
  private final double threshold;
  private final long[] truePositives;
  private final long[] falsePositives;
  private final long[] falseNegatives;
  private final ExactSum samplePrecision = new ExactSum();
  private final ExactSum sampleRecall = new ExactSum();
  private final ExactSum sampleF1 = new ExactSum();
  private final ExactSum sampleJaccard = new ExactSum();
  private long whole;
  private long wrong;
  private long n;

  /**
   * No samples yet.
   *
   * @param labels positive
   * @param threshold a label counts as predicted if its score is at least that
   */
  public MultiLabelScores(int labels, double threshold) {
    if (labels <= 0) {
      throw new IllegalArgumentException("labels must be positive, but were " + labels);
    }
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("threshold must be finite, but was " + threshold);
    }
    this.threshold = threshold;
    this.truePositives = new long[labels];
    this.falsePositives = new long[labels];
    this.falseNegatives = new long[labels];
  }

  /**
   * Counts one sample.
   *
   * @param id names the sample in messages
   * @param present which labels it has; not kept
   * @param scores one for each label, finite; not kept
   */
  public void update(String id, boolean[] present, double[] scores) {
    require(id, present, scores);
    int hits = 0;
    int alarms = 0;
    int misses = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean said = scores[i] >= threshold;
      if (said && present[i]) {
        truePositives[i]++;
        hits++;
      } else if (said) {
        falsePositives[i]++;
        alarms++;
      } else if (present[i]) {
        falseNegatives[i]++;
        misses++;
      }
    }
    samplePrecision.add(share(hits, hits + alarms));
    sampleRecall.add(share(hits, hits + misses));
    sampleF1.add(share(2 * hits, 2 * hits + alarms + misses));
    sampleJaccard.add(share(hits, hits + alarms + misses));
    wrong += alarms + misses;
    whole += alarms + misses == 0 ? 1 : 0;
    n++;
  }

  private static double share(int part, int all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private void require(String id, boolean[] present, double[] scores) {
    int labels = truePositives.length;
    if (present.length != labels || scores.length != labels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must have %d labels and scores, but had %d and %d",
              id,
              labels,
              present.length,
              scores.length));
    }
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "scores of '" + id + "' must be finite, but one was " + score);
      }
    }
  }

  /** Adds the samples of another state of the same labels and threshold, which stays as it was. */
  public void merge(MultiLabelScores other) {
    if (other.truePositives.length != truePositives.length || other.threshold != threshold) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels and threshold must be the same to merge states, but were %d, %s and %d, %s",
              truePositives.length,
              threshold,
              other.truePositives.length,
              other.threshold));
    }
    Arrays.setAll(truePositives, i -> truePositives[i] + other.truePositives[i]);
    Arrays.setAll(falsePositives, i -> falsePositives[i] + other.falsePositives[i]);
    Arrays.setAll(falseNegatives, i -> falseNegatives[i] + other.falseNegatives[i]);
    samplePrecision.add(other.samplePrecision);
    sampleRecall.add(other.sampleRecall);
    sampleF1.add(other.sampleF1);
    sampleJaccard.add(other.sampleJaccard);
    wrong += other.wrong;
    whole += other.whole;
    n = Math.addExact(n, other.n);
  }

  /** Samples so far. */
  public long n() {
    return n;
  }

  /** The labels one by one, each against its absence. */
  public List<ClassCounts> perLabel() {
    return IntStream.range(0, truePositives.length)
        .mapToObj(
            i ->
                new ClassCounts(
                    truePositives[i],
                    falsePositives[i],
                    falseNegatives[i],
                    n - truePositives[i] - falsePositives[i] - falseNegatives[i]))
        .toList();
  }

  /** Share of the samples with every label right. */
  public OptionalDouble subsetAccuracy() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) whole / n);
  }

  /** Share of the labels of all samples that are wrong. */
  public OptionalDouble hammingLoss() {
    return n == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(wrong / ((double) n * truePositives.length));
  }

  /** Precision of each sample, averaged over the samples. */
  public OptionalDouble samplePrecision() {
    return mean(samplePrecision);
  }

  /** Recall of each sample, averaged over the samples. */
  public OptionalDouble sampleRecall() {
    return mean(sampleRecall);
  }

  /** F1 of each sample, averaged over the samples. */
  public OptionalDouble sampleF1() {
    return mean(sampleF1);
  }

  /** Jaccard's index of each sample, averaged over the samples. */
  public OptionalDouble sampleJaccard() {
    return mean(sampleJaccard);
  }

  private OptionalDouble mean(ExactSum sum) {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.value() / n);
  }
}
