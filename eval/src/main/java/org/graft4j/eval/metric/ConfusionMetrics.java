package org.graft4j.eval.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The numbers that stand on counts alone: which class was taken for which, how often. Each is
 * undefined without samples. Immutable and thread-safe.
 *
 * <p>Definitions are scikit-learn's; where that gives 0 for an undefined number, this is empty.
 */
public final class ConfusionMetrics {
  private final long[][] counts;
  private final long[] support;
  private final long[] predicted;
  private final long total;
  private final long correct;

  private ConfusionMetrics(long[][] counts) {
    this.counts = counts;
    this.support = new long[counts.length];
    this.predicted = new long[counts.length];
    long all = 0;
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        support[i] += counts[i][j];
        predicted[j] += counts[i][j];
        all = Math.addExact(all, counts[i][j]);
      }
      right += counts[i][i];
    }
    this.total = all;
    this.correct = right;
  }

  /**
   * The metrics of counts.
   *
   * @param counts {@code counts[label][predicted]}, square, not negative; copied
   */
  public static ConfusionMetrics of(long[][] counts) {
    long[][] copy = new long[counts.length][];
    for (int i = 0; i < counts.length; i++) {
      copy[i] = counts[i].clone();
      if (copy[i].length != counts.length || Arrays.stream(copy[i]).anyMatch(c -> c < 0)) {
        throw new IllegalArgumentException(
            "counts must be square and not negative, but row " + i + " was not");
      }
    }
    return new ConfusionMetrics(copy);
  }

  /** The metrics of counts that nobody else holds: rows are labels, columns predictions. */
  static ConfusionMetrics ofOwned(long[][] counts) {
    return new ConfusionMetrics(counts);
  }

  /** All samples. */
  public long n() {
    return total;
  }

  /** The classes one by one, each against the rest, also those that never occur. */
  public List<ClassCounts> perClass() {
    List<ClassCounts> classes = new ArrayList<>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      long hits = counts[i][i];
      classes.add(
          new ClassCounts(
              hits,
              predicted[i] - hits,
              support[i] - hits,
              total - support[i] - predicted[i] + hits));
    }
    return classes;
  }

  /** Share of the samples whose class was predicted. */
  public OptionalDouble accuracy() {
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / total);
  }

  /** Mean recall over the classes that have samples: what guessing cannot raise by their shares. */
  public OptionalDouble balancedAccuracy() {
    return perClass().stream()
        .map(ClassCounts::recall)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /**
   * A measure of classes as one number.
   *
   * @param average says which classes count, and how an undefined one does
   */
  public OptionalDouble average(ClassMeasure measure, Average average) {
    return total == 0 ? OptionalDouble.empty() : ClassAverages.of(perClass(), measure, average);
  }

  /**
   * Matthews's correlation coefficient for any number of classes, in [-1, 1] (Gorodkin 2004);
   * undefined if only one class occurs in the labels or in the predictions.
   */
  public OptionalDouble matthews() {
    double n = total;
    double supports = 0;
    double predictions = 0;
    double products = 0;
    for (int i = 0; i < counts.length; i++) {
      supports += (double) support[i] * support[i];
      predictions += (double) predicted[i] * predicted[i];
      products += (double) support[i] * predicted[i];
    }
    double spread = Math.sqrt(n * n - supports) * Math.sqrt(n * n - predictions);
    return spread == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((correct * n - products) / spread);
  }

  /** What wrong predictions cost in {@link #kappa}. */
  public enum KappaWeights {
    /** Each the same. */
    EQUAL,
    /** The square of the distance between classes, for classes in an order. */
    QUADRATIC
  }

  /**
   * Cohen's kappa: agreement beyond what the shares of labels and predictions give by chance, at
   * most 1; undefined if those leave no room for disagreement (one class in both).
   */
  public OptionalDouble kappa(KappaWeights weights) {
    double seen = 0;
    double expected = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        double cost = weights == KappaWeights.EQUAL ? (i == j ? 0 : 1) : (double) (i - j) * (i - j);
        seen += cost * counts[i][j];
        expected += cost * support[i] * predicted[j] / Math.max(1, total);
      }
    }
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - seen / expected);
  }
}
