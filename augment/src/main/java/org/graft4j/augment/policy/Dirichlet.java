package org.graft4j.augment.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;

/** Random shares of a whole. */
final class Dirichlet {
  private Dirichlet() {}

  /**
   * Shares that add up to 1, from the symmetric Dirichlet distribution: gamma variates over their
   * sum. Logarithms keep those of a small alpha, of which most are below the smallest double.
   *
   * @param alpha positive
   */
  static List<Double> draw(int count, double alpha, RandomGenerator random) {
    double[] logs = new double[count];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      logs[i] = logGamma(alpha, random);
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      logs[i] = StrictMath.exp(logs[i] - largest);
      sum += logs[i];
    }
    List<Double> shares = new ArrayList<>(count);
    for (double part : logs) {
      shares.add(part / sum);
    }
    return shares;
  }

  /**
   * The logarithm of a gamma variate (Marsaglia, Tsang 2000): one of shape alpha + 1, which the
   * method is good for, times a power of a uniform number.
   */
  private static double logGamma(double alpha, RandomGenerator random) {
    double d = alpha + 1 - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = normal(random);
      double v = 1 + c * x;
      if (v > 0) {
        double cube = v * v * v;
        double logCube = StrictMath.log(cube);
        if (StrictMath.log(aboveZero(random)) < 0.5 * x * x + d - d * cube + d * logCube) {
          return StrictMath.log(d) + logCube + StrictMath.log(aboveZero(random)) / alpha;
        }
      }
    }
  }

  /** Box and Muller's; nextGaussian is another algorithm in another release of the JDK. */
  private static double normal(RandomGenerator random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(aboveZero(random)));
    return radius * StrictMath.cos(2 * Math.PI * Range.UNIT.draw(random));
  }

  private static double aboveZero(RandomGenerator random) {
    return 1 - Range.UNIT.draw(random);
  }
}
