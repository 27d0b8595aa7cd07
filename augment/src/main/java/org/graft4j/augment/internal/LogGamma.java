package org.graft4j.augment.internal;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;

/**
 * Logarithms of variates of Gamma(shape, 1) (Marsaglia and Tsang 2000): for a small shape the
 * variates themselves are too small for a double, and ratios of them are not. All functions are
 * {@link StrictMath}'s, so that every machine draws the same.
 */
public final class LogGamma {
  private LogGamma() {}

  /**
   * One variate's logarithm.
   *
   * @param shape positive
   */
  public static double draw(double shape, RandomGenerator random) {
    return shape < 1 ? boosted(shape, random) : accepted(shape, random);
  }

  /**
   * The same distribution with as many random numbers for any shape: a variate of shape + 1, times
   * a power of a uniform number.
   *
   * @param shape positive
   */
  public static double boosted(double shape, RandomGenerator random) {
    return accepted(shape + 1, random) + StrictMath.log(positive(random)) / shape;
  }

  /** Of a shape of at least 1, which the method is good for. */
  private static double accepted(double shape, RandomGenerator random) {
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
