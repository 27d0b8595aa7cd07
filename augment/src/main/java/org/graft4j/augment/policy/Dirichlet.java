package org.graft4j.augment.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.internal.LogGamma;

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
      logs[i] = LogGamma.boosted(alpha, random);
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
}
