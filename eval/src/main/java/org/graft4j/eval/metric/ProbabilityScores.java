package org.graft4j.eval.metric;

import java.util.OptionalDouble;

/**
 * Proper scores of probabilities: what they cost where they are wrong, and how wrong. Mutable,
 * confined to one thread; its size is constant.
 */
public final class ProbabilityScores implements MetricState<ProbabilityScores> {
  private static final String KIND = "probabilityScores";

  /** What a sample's squared distance is never above, whatever it is made of. */
  private static final double MOST_SQUARES = 1 << 20;

  /** Where scikit-learn clips a probability before its logarithm: the epsilon of a double. */
  private static final double EPSILON = Math.ulp(1.0);

  private final ExactSum losses = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private long n;

  /**
   * Counts one sample.
   *
   * @param id names the sample in messages
   * @param label index of its class
   * @param probabilities one for each class, in [0, 1]; not kept
   * @throws IllegalArgumentException if that is not so; nothing was counted then
   */
  public void update(String id, int label, double[] probabilities) {
    SampleCheck.probabilities(id, label, probabilities);
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
    // The same bits on every machine: reports are compared with what they were made of.
    return -StrictMath.log(Math.min(1 - EPSILON, Math.max(EPSILON, probability)));
  }

  @Override
  public void merge(ProbabilityScores other) {
    losses.add(other.losses);
    squares.add(other.squares);
    n = Math.addExact(n, other.n);
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("n", n)
        .put("logLossSum", losses)
        .put("squareSum", squares)
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static ProbabilityScores fromJson(String json) throws MalformedStateException {
    StateJson read = StateJson.parse(json, KIND, "n", "logLossSum", "squareSum");
    ProbabilityScores state = new ProbabilityScores();
    state.n = read.count("n");
    state.losses.add(read.sum("logLossSum", state.n, logLoss(0)));
    state.squares.add(read.sum("squareSum", state.n, MOST_SQUARES));
    return state;
  }

  /** Samples so far. */
  @Override
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
