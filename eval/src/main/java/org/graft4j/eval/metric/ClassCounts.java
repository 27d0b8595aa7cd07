package org.graft4j.eval.metric;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One class against the rest, in counts. A quotient 0/0 is undefined, and said to be so by an empty
 * value. Immutable.
 *
 * @param truePositives of the class, and predicted as it
 * @param falsePositives of another class, and predicted as it
 * @param falseNegatives of the class, and predicted as another
 * @param trueNegatives neither
 */
public record ClassCounts(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  public ClassCounts {
    if (truePositives < 0 || falsePositives < 0 || falseNegatives < 0 || trueNegatives < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "counts must not be negative, but were %d, %d, %d and %d",
              truePositives,
              falsePositives,
              falseNegatives,
              trueNegatives));
    }
  }

  /** Samples of the class: what recall stands on. */
  public long support() {
    return Math.addExact(truePositives, falseNegatives);
  }

  /** Samples predicted as the class: what precision stands on. */
  public long predicted() {
    return Math.addExact(truePositives, falsePositives);
  }

  /** Whether the class is in the labels or was predicted. */
  public boolean occurs() {
    return support() + predicted() > 0;
  }

  /** Share of the predictions that are right; undefined if the class was never predicted. */
  public OptionalDouble precision() {
    return quotient(truePositives, predicted());
  }

  /** Share of the class that was found; undefined if no sample is of this class. */
  public OptionalDouble recall() {
    return quotient(truePositives, support());
  }

  /** Share of the rest that was left alone; undefined if every sample is of this class. */
  public OptionalDouble specificity() {
    return quotient(trueNegatives, Math.addExact(trueNegatives, falsePositives));
  }

  /**
   * The weighted harmonic mean of precision and recall, {@code (1+b²) TP / ((1+b²) TP + b² FN +
   * FP)}; undefined if the class does not occur.
   *
   * @param beta how much more recall counts than precision, positive; 1 for F1
   */
  public OptionalDouble fBeta(double beta) {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be positive and finite, but was " + beta);
    }
    double square = beta * beta;
    double hits = (1 + square) * truePositives;
    double all = hits + square * falseNegatives + falsePositives;
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(hits / all);
  }

  /** Jaccard's index, {@code TP / (TP + FP + FN)}; undefined if the class does not occur. */
  public OptionalDouble intersectionOverUnion() {
    return quotient(truePositives, Math.addExact(predicted(), falseNegatives));
  }

  /** Both counted together. */
  public ClassCounts plus(ClassCounts other) {
    return new ClassCounts(
        Math.addExact(truePositives, other.truePositives),
        Math.addExact(falsePositives, other.falsePositives),
        Math.addExact(falseNegatives, other.falseNegatives),
        Math.addExact(trueNegatives, other.trueNegatives));
  }

  private static OptionalDouble quotient(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
