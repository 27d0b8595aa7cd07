package org.graft4j.train.objective;

import java.util.Arrays;
import java.util.List;

/** One factor for each class, where an empty list means 1 for all. */
final class ClassFactors {
  private ClassFactors() {}

  /** Factors must be finite, not negative and, where there are some, not all 0. */
  static void requireFactors(String name, List<Double> factors) {
    for (double factor : factors) {
      if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            name + " must be finite and not negative, but were " + factors);
      }
    }
    if (!factors.isEmpty() && factors.stream().allMatch(factor -> factor == 0)) {
      throw new IllegalArgumentException(name + " must not all be 0, but were " + factors);
    }
  }

  static double[] of(String name, List<Double> factors, int classes) {
    double[] all = new double[classes];
    if (factors.isEmpty()) {
      Arrays.fill(all, 1);
      return all;
    }
    if (factors.size() != classes) {
      throw new IllegalArgumentException(
          name + " must be one for each of the " + classes + " classes, but were " + factors);
    }
    Arrays.setAll(all, factors::get);
    return all;
  }
}
