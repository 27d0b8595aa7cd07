package org.graft4j.transfer.internal;

/** The weight of a term or penalty in the objective. */
public final class Factor {
  private Factor() {}

  /**
   * Checks one.
   *
   * @throws IllegalArgumentException if it is negative or no finite number
   */
  public static void require(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " must be finite and not negative, but was " + value);
    }
  }
}
