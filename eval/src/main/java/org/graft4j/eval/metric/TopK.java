package org.graft4j.eval.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How far down the list of classes the true one was found. Mutable, confined to one thread; its
 * size depends on the number of classes alone.
 *
 * <p>Classes are ordered by higher probability; among equals the lower index comes first, so that a
 * network that says the same of all classes gets what guessing the first ones would give.
 */
public final class TopK implements MetricState<TopK> {
  private static final String KIND = "topK";

  /** Samples whose label had so many classes before it. */
  private final long[] before;

  /**
   * No samples yet.
   *
   * @param classes positive
   */
  public TopK(int classes) {
    if (classes <= 0) {
      throw new IllegalArgumentException("classes must be positive, but were " + classes);
    }
    this.before = new long[classes];
  }

  private TopK(long[] before) {
    this.before = before;
  }

  /**
   * Counts one sample.
   *
   * @param id names the sample in messages
   * @param label index of its class
   * @param scores one for each class, finite; not kept
   * @throws IllegalArgumentException if that is not so; nothing was counted then
   */
  public void update(String id, int label, double[] scores) {
    SampleCheck.scores(id, label, scores, before.length);
    int preceding = 0;
    for (int i = 0; i < before.length; i++) {
      if (scores[i] > scores[label] || (scores[i] == scores[label] && i < label)) {
        preceding++;
      }
    }
    before[preceding]++;
  }

  @Override
  public void merge(TopK other) {
    if (other.before.length != before.length) {
      throw new IllegalArgumentException(
          "classes must be as many to merge states, but were "
              + before.length
              + " and "
              + other.before.length);
    }
    Arrays.setAll(before, i -> Math.addExact(before[i], other.before[i]));
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND).put("before", before).text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static TopK fromJson(String json) throws MalformedStateException {
    return new TopK(StateJson.parse(json, KIND, "before").counts("before"));
  }

  /** The classes that samples must have scores for. */
  public int classes() {
    return before.length;
  }

  /** Samples so far. */
  @Override
  public long n() {
    return Arrays.stream(before).sum();
  }

  /**
   * Share of the samples whose class was among the first k.
   *
   * @param k positive; 1 gives the accuracy, as many as classes or more give 1
   */
  public OptionalDouble accuracy(int k) {
    if (k <= 0) {
      throw new IllegalArgumentException("k must be positive, but was " + k);
    }
    long n = n();
    long found = Arrays.stream(before).limit(k).sum();
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) found / n);
  }
}
