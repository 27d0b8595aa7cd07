package org.graft4j.eval.metric;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How well scores put the labels of a sample above those that it does not have, where several
 * labels are right at once. Mutable, confined to one thread; its size is constant.
 *
 * <p>Definitions are scikit-learn's: among equal scores a label is ranked last, so that a network
 * that says the same of all labels gains nothing (Tsoumakas, Katakis, Vlahavas 2010, "Mining
 * multi-label data").
 */
public final class LabelRanking implements MetricState<LabelRanking> {
  private static final String KIND = "labelRanking";

  private final int labels;
  private final ExactSum precisions = new ExactSum();
  private final ExactSum losses = new ExactSum();
  private long covered;
  private long n;

  /**
   * No samples yet.
   *
   * @param labels positive
   */
  public LabelRanking(int labels) {
    if (labels <= 0) {
      throw new IllegalArgumentException("labels must be positive, but were " + labels);
    }
    this.labels = labels;
  }

  /**
   * Counts one sample.
   *
   * @param id names the sample in messages
   * @param present which labels it has; not kept
   * @param scores one for each label, finite; not kept
   * @throws IllegalArgumentException if that is not so; nothing was counted then
   */
  public void update(String id, boolean[] present, double[] scores) {
    SampleCheck.labels(id, present, scores, labels);
    int own = 0;
    int depth = 0;
    double precision = 0;
    long wrong = 0;
    for (int i = 0; i < labels; i++) {
      if (!present[i]) {
        continue;
      }
      int rank = 0;
      int hits = 0;
      for (int j = 0; j < labels; j++) {
        if (scores[j] >= scores[i]) {
          rank++;
          hits += present[j] ? 1 : 0;
        }
      }
      own++;
      depth = Math.max(depth, rank);
      precision += (double) hits / rank;
      wrong += rank - hits;
    }
    boolean nothingToRank = own == 0 || own == labels;
    precisions.add(nothingToRank ? 1 : precision / own);
    losses.add(nothingToRank ? 0 : wrong / ((double) own * (labels - own)));
    covered = Math.addExact(covered, depth);
    n++;
  }

  @Override
  public void merge(LabelRanking other) {
    if (other.labels != labels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels must be as many to merge states, but were %d and %d",
              labels,
              other.labels));
    }
    precisions.add(other.precisions);
    losses.add(other.losses);
    covered = Math.addExact(covered, other.covered);
    n = Math.addExact(n, other.n);
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("labels", labels)
        .put("n", n)
        .put("covered", covered)
        .put("precisionSum", precisions)
        .put("lossSum", losses)
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static LabelRanking fromJson(String json) throws MalformedStateException {
    StateJson read =
        StateJson.parse(json, KIND, "labels", "n", "covered", "precisionSum", "lossSum");
    LabelRanking state = new LabelRanking(read.classes("labels"));
    state.n = read.count("n");
    state.covered = read.count("covered");
    if (state.covered / state.labels > state.n || (state.n == 0 && state.covered > 0)) {
      throw read.contradiction("covered", "must not be above n times labels");
    }
    state.precisions.add(read.sum("precisionSum", state.n, 1));
    state.losses.add(read.sum("lossSum", state.n, 1));
    return state;
  }

  /** Samples so far. */
  @Override
  public long n() {
    return n;
  }

  /**
   * Label ranking average precision, in (0, 1]: for each label of a sample the share of the
   * sample's labels among those ranked as high, averaged over them and then over the samples. A
   * sample with no label or all of them counts as 1.
   */
  public OptionalDouble averagePrecision() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(precisions.value() / n);
  }

  /**
   * How far down the ranking one must go to find all labels of a sample, on average: at best the
   * mean number of labels. A sample without labels counts as 0.
   */
  public OptionalDouble coverageError() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) covered / n);
  }

  /**
   * The share of the pairs of a label that a sample has and one that it has not which are in the
   * wrong order, in [0, 1]; equal scores are. A sample with no label or all of them counts as 0.
   */
  public OptionalDouble rankingLoss() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(losses.value() / n);
  }
}
