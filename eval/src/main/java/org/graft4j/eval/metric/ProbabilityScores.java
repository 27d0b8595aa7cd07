package org.graft4j.eval.metric;

import java.util.OptionalDouble;

/**
 * Proper scores of probabilities: what they cost where they are wrong, and how wrong. Mutable,
 * confined to one thread; its size is constant.
 */
public final class ProbabilityScores {
  /** Where scikit-learn clips a probability before its logarithm: the epsilon of a double. */
  private static final double EPSILON = Math.ulp(1.0);

  private final ExactSum losses = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long n;

  /**
   * Counts one sample.
   *
   * @param label index of its class
   * @param probabilities one for each class, in [0, 1]; not kept
   */
  public void update(int label, double[] probabilities) {
    losses.add(logLoss(probabilities[label]));
    double square = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double difference = probabilities[i] - (i == label ? 1 : 0);
      square += difference * difference;
    }
    squares.add(square);
    n++;
  }

  /** {@code -ln p}, with {@code p} clipped to {@code [2.2e-16, 1 - 2.2e-16]}. */
  static double logLoss(double probability) {
    return -Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, probability)));
  }

  /** Adds the samples of another state, which stays as it was. */
  public void merge(ProbabilityScores other) {
    losses.add(other.losses);
    squares.add(other.squares);
    n = Math.addExact(n, other.n);
  }

  /** Samples so far. */
  public long n() {
    return n;
  }

  /** Mean of {@code -ln p} of the true class, at least 0; undefined without samples. */
  public OptionalDouble logLoss() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(losses.value() / n);
  }

  /**
   * Mean over the samples of the squared distance between probabilities and truth, in [0, 2] (Brier
   * 1950); half of that is what is called so for two classes and one score. Undefined without
   * samples.
   */
  public OptionalDouble brier() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(squares.value() / n);
  }
}
