package org.graft4j.augment.mix;

import java.util.random.RandomGenerator;
import org.graft4j.augment.internal.LogGamma;

/** The share of an example that mixing keeps, from Beta(alpha, alpha). */
final class Beta {
  /** Beyond these the distribution is a coin or a point, and a typing error more likely. */
  private static final double SMALLEST = 1e-3;

  private static final double LARGEST = 1e3;

  private Beta() {}

  static void requireAlpha(String name, double alpha) {
    if (!(alpha >= SMALLEST && alpha <= LARGEST)) {
      throw new IllegalArgumentException(
          name + " must be from " + SMALLEST + " to " + (int) LARGEST + ", but was " + alpha);
    }
  }

  /** A number from 0 to 1: the ratio of a gamma variate to the sum of two. */
  static double draw(double alpha, RandomGenerator random) {
    double first = LogGamma.draw(alpha, random);
    double second = LogGamma.draw(alpha, random);
    return 1 / (1 + StrictMath.exp(second - first));
  }
}
