package org.graft4j.eval;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One class against all others. Immutable.
 *
 * <p>A quotient 0/0 is undefined and said to be so by an empty value, never by a number.
 *
 * @param label name of the class
 * @param support samples that are of this class: the count that recall stands on
 * @param predicted samples that were taken for this class: the count that precision stands on
 * @param correct samples that are and were
 */
public record ClassMetrics(String label, long support, long predicted, long correct) {

  public ClassMetrics {
    if (correct < 0 || correct > support || correct > predicted) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "correct must be in [0, min(support, predicted)], but was %d with %d and %d for '%s'",
              correct,
              support,
              predicted,
              label));
    }
  }

  /** Share of the predictions that are right; undefined if the class was never predicted. */
  public OptionalDouble precision() {
    return quotient(correct, predicted);
  }

  /** Share of the class that was found; undefined if no sample is of this class. */
  public OptionalDouble recall() {
    return quotient(correct, support);
  }

  /**
   * {@code 2 correct / (support + predicted)}, the harmonic mean of precision and recall; undefined
   * if the class neither is in the labels nor was predicted.
   */
  public OptionalDouble f1() {
    return quotient(2 * correct, support + predicted);
  }

  /** Whether the class is in the labels or was predicted. */
  public boolean occurs() {
    return support + predicted > 0;
  }

  private static OptionalDouble quotient(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
