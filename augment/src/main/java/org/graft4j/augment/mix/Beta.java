package org.graft4j.augment.mix;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;

/**
 * The share of an example that mixing keeps, from Beta(alpha, alpha).
 *
 * <p>As the ratio of two gamma variates (Marsaglia and Tsang 2000), which are kept as logarithms:
 * for a small alpha they are too small for a double, and their ratio is not. All functions are
 * {@link StrictMath}'s, so that every machine draws the same.
 */
final class Beta {
  /** Beyond these the distribution is a coin or a point, and a typing error more likely. */
  private static final double SMALLEST = 1e-3;

  private static final double LARGEST = 1e3;

  private Beta() {}

  static void requireAlpha(String name, double alpha) {
    if (!(alpha >= SMALLEST && alpha <= LARGEST)) {
      throw new IllegalArgumentException(
          name + " must be from " + SMALLEST + " to " + LARGEST + ", but was " + alpha);
    }
  }

  /** A number from 0 to 1. */
  static double draw(double alpha, RandomGenerator random) {
    double first = logGamma(alpha, random);
    double second = logGamma(alpha, random);
    return 1 / (1 + StrictMath.exp(second - first));
  }

  /** The logarithm of a variate of Gamma(shape, 1). */
  private static double logGamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return logGamma(shape + 1, random) + StrictMath.log(positive(random)) / shape;
    }
    double d = shape - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal(random);
      double v = 1 + c * x;
      if (v <= 0) {
        continue;
      }
      double cube = v * v * v;
      double logCube = 3 * StrictMath.log(v);
      if (StrictMath.log(positive(random)) < x * x / 2 + d - d * cube + d * logCube) {
        return StrictMath.log(d) + logCube;
      }
    }
  }

  /** Box and Muller 1958; the JDK's {@code nextGaussian} may become another one. */
  private static double normal(RandomGenerator random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(positive(random)));
    return radius * StrictMath.cos(2 * Math.PI * Range.UNIT.draw(random));
  }

  /** Uniform in (0, 1]. */
  private static double positive(RandomGenerator random) {
    return 1 - Range.UNIT.draw(random);
  }
}
