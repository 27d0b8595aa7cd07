package org.graft4j.transfer.distill;

/** The check of a factor on a term. */
final class Weights {
  private Weights() {}

  static void require(String name, double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          name + " must be finite and not negative, but was " + weight);
    }
  }
}
