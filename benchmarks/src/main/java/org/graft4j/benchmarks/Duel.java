package org.graft4j.benchmarks;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Two contenders timed in turn, so that what else the machine does hits both alike. Immutable.
 *
 * <p>The ratio is the median of the rounds' ratios, of neighbours in time, and so need not be the
 * ratio of the two medians.
 */
final class Duel {
  private final double[] ours;
  private final double[] theirs;

  private Duel(double[] ours, double[] theirs) {
    this.ours = ours;
    this.theirs = theirs;
  }

  /**
   * Times both.
   *
   * @param warmups rounds before the first that counts
   * @param rounds at least one
   */
  static Duel of(int warmups, int rounds, Runnable ours, Runnable theirs) {
    double[] our = new double[rounds];
    double[] their = new double[rounds];
    for (int round = -warmups; round < rounds; round++) {
      double first = seconds(ours);
      double second = seconds(theirs);
      if (round >= 0) {
        our[round] = first;
        their[round] = second;
      }
    }
    return new Duel(our, their);
  }

  /**
   * Times that were taken elsewhere.
   *
   * @param ours seconds of each round
   * @param theirs as many
   */
  static Duel ofSeconds(double[] ours, double[] theirs) {
    if (ours.length != theirs.length || ours.length == 0) {
      throw new IllegalArgumentException(
          "both must have the same number of rounds, at least one, but had "
              + ours.length
              + " and "
              + theirs.length);
    }
    return new Duel(ours.clone(), theirs.clone());
  }

  /** Seconds that an action takes. */
  static double seconds(Runnable action) {
    long start = System.nanoTime();
    action.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Seconds below which this share of our rounds lies. */
  double ours(double share) {
    return quantile(ours, share);
  }

  /** Seconds below which this share of their rounds lies. */
  double theirs(double share) {
    return quantile(theirs, share);
  }

  /** How many times faster ours is: the median over the rounds. */
  double ratio() {
    return quantile(
        IntStream.range(0, ours.length).mapToDouble(i -> theirs[i] / ours[i]).toArray(), 0.5);
  }

  /** Medians of both as a rate. */
  Comparison rates(String name, String peer, int pictures) {
    DoubleUnaryOperator rate = seconds -> pictures / seconds;
    return new Comparison(
        name,
        peer,
        rate.applyAsDouble(ours(0.5)),
        rate.applyAsDouble(theirs(0.5)),
        "pictures/s",
        ratio());
  }

  /** Medians of both in seconds. */
  Comparison times(String name, String peer) {
    return new Comparison(name, peer, ours(0.5), theirs(0.5), "s", ratio());
  }

  /** A quantile of both in milliseconds, and the ratio of the two: rounds need not match. */
  Comparison milliseconds(String name, String peer, double share) {
    double our = 1e3 * ours(share);
    double their = 1e3 * theirs(share);
    return new Comparison(name, peer, our, their, "ms", their / our);
  }

  /** Nearest rank; the middle of the two middle ones for the median of an even number. */
  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    if (share == 0.5 && n % 2 == 0) {
      return (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }
    int rank = (int) Math.ceil(share * n);
    return sorted[Math.min(n, Math.max(1, rank)) - 1];
  }
}
