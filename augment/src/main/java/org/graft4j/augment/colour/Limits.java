package org.graft4j.augment.colour;

import org.graft4j.augment.Range;

/** What components may be, with the sentence that says so. */
final class Limits {
  private Limits() {}

  static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " must be finite and not negative, but was " + value);
    }
  }

  static void requireNotNegative(String name, Range range) {
    if (range.low() < 0) {
      throw new IllegalArgumentException(name + " must not be negative, but was " + range);
    }
  }
}
