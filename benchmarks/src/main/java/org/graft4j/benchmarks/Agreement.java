package org.graft4j.benchmarks;

import java.util.Locale;

/** Times of two engines compare only if they compute the same. */
final class Agreement {
  /** What summing in another order may differ by, with room for deep networks. */
  static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /**
   * The largest difference of two outputs, relative to the largest value.
   *
   * @throws IllegalStateException if it is above the tolerance, not a number, or if there are not
   *     as many values
   */
  static void require(String what, float[] ours, float[] theirs) {
    double difference = ours.length == theirs.length ? 0 : Double.NaN;
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
      difference = Math.max(difference, Math.abs((double) ours[i] - theirs[i]));
      largest = Math.max(largest, Math.abs(ours[i]));
    }
    if (!(difference / largest <= TOLERANCE)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s must agree to %.0e, but %d and %d values differ by %.2e: times would mean nothing",
              what,
              TOLERANCE,
              ours.length,
              theirs.length,
              difference / largest));
    }
  }
}
