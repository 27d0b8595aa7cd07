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
public final class MultiLabelScores implements MetricState<MultiLabelScores> {
  private static final String KIND = "multiLabelScores";

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
    SampleCheck.labels(id, present, scores, truePositives.length);
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

  @Override
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

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("n", n)
        .put("threshold", threshold)
        .put("truePositives", truePositives)
        .put("falsePositives", falsePositives)
        .put("falseNegatives", falseNegatives)
        .put("whole", whole)
        .put("precisionSum", samplePrecision)
        .put("recallSum", sampleRecall)
        .put("f1Sum", sampleF1)
        .put("jaccardSum", sampleJaccard)
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static MultiLabelScores fromJson(String json) throws MalformedStateException {
    StateJson read =
        StateJson.parse(
            json,
            KIND,
            "n",
            "threshold",
            "truePositives",
            "falsePositives",
            "falseNegatives",
            "whole",
            "precisionSum",
            "recallSum",
            "f1Sum",
            "jaccardSum");
    long[] hits = read.counts("truePositives");
    MultiLabelScores state = new MultiLabelScores(hits.length, read.number("threshold"));
    state.n = read.count("n");
    state.whole = read.count("whole");
    if (state.whole > state.n) {
      throw read.contradiction("whole", "must not be above n");
    }
    state.take(read, hits);
    state.samplePrecision.add(read.sum("precisionSum", state.n, 1));
    state.sampleRecall.add(read.sum("recallSum", state.n, 1));
    state.sampleF1.add(read.sum("f1Sum", state.n, 1));
    state.sampleJaccard.add(read.sum("jaccardSum", state.n, 1));
    return state;
  }

  private void take(StateJson read, long[] hits) throws MalformedStateException {
    long[] alarms = read.counts("falsePositives");
    long[] misses = read.counts("falseNegatives");
    read.requireLength("falsePositives", alarms.length, hits.length);
    read.requireLength("falseNegatives", misses.length, hits.length);
    for (int i = 0; i < hits.length; i++) {
      if (hits[i] > n || alarms[i] > n - hits[i] || misses[i] > n - hits[i] - alarms[i]) {
        throw read.contradiction("n", "must not be below the counts of a label");
      }
      truePositives[i] = hits[i];
      falsePositives[i] = alarms[i];
      falseNegatives[i] = misses[i];
      wrong = Math.addExact(wrong, alarms[i] + misses[i]);
    }
  }

  /** Samples so far. */
  @Override
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

  /**
   * A measure of labels as one number, each label against its absence. Undefined without samples;
   * WEIGHTED also if no sample has a label.
   */
  public OptionalDouble average(ClassMeasure measure, Average average) {
    return n == 0 ? OptionalDouble.empty() : ClassAverages.of(perLabel(), measure, average);
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
