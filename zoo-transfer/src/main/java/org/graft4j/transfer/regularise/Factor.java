package org.graft4j.transfer.regularise;

/** The weight of a term or penalty in the objective. */
final class Factor {
  private Factor() {}

  /**
   * Checks one.
   *
   * @throws IllegalArgumentException if it is negative or no finite number
   */
  static void require(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be 0 or positive, but was " + value);
    }
  }
}
