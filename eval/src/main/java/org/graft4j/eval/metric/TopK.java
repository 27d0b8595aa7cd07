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
public final class TopK {
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

  /**
   * Counts one sample.
   *
   * @param label index of its class
   * @param probabilities one for each class, comparable; not kept
   */
  public void update(int label, double[] probabilities) {
    int preceding = 0;
    for (int i = 0; i < before.length; i++) {
      double p = probabilities[i];
      if (p > probabilities[label] || (p == probabilities[label] && i < label)) {
        preceding++;
      }
    }
    before[preceding]++;
  }

  /** Adds the samples of another state of as many classes, which stays as it was. */
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

  /** Samples so far. */
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
