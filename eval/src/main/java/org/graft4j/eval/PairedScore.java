package org.graft4j.eval;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The score statistic of a difference {@code delta} of paired shares:
 *
 * <p>{@code (b - c - n delta) / sqrt(n (2q + delta (1 - delta)))}, where {@code q} is the share of
 * samples for the second alone that is most likely under that difference, a root of {@code 2n q^2 +
 * ((2n - b + c) delta - b - c) q - c delta (1 - delta)}. It falls as the difference rises.
 *
 * @param b samples for the first alone
 * @param c samples for the second alone
 */
record PairedScore(long b, long c, long n) {
  /** Halvings of [-1, 1] after which a double has no further digits. */
  private static final int HALVINGS = 100;

  PairedScore {
    if (b < 0 || c < 0 || n < b + c) {
      throw new IllegalArgumentException(
          "onlyFirst and onlySecond must not be negative, nor together above n, but were "
              + b
              + " and "
              + c
              + " of "
              + n);
    }
  }

  Interval interval(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + confidence);
    }
    if (n == 0) {
      return new Interval(-1, 1, confidence);
    }
    double z =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    // The upper end for one is minus the lower end for the other: one search serves both.
    return new Interval(lowest(z), -new PairedScore(c, b, n).lowest(z), confidence);
  }

  /** The difference below the observed one at which the statistic is {@code z}. */
  private double lowest(double z) {
    double rejected = -1;
    double kept = (double) (b - c) / n;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (rejected + kept) / 2;
      if (statistic(middle) > z) {
        rejected = middle;
      } else {
        kept = middle;
      }
    }
    return kept;
  }

  private double statistic(double delta) {
    double difference = b - c - n * delta;
    double variance = n * (2 * secondAlone(delta) + delta * (1 - delta));
    if (variance <= 0) {
      return difference > 0 ? Double.POSITIVE_INFINITY : 0;
    }
    return difference / Math.sqrt(variance);
  }

  private double secondAlone(double delta) {
    double linear = (2.0 * n - b + c) * delta - b - c;
    double constant = -c * delta * (1 - delta);
    double root = Math.sqrt(Math.max(0, linear * linear - 8.0 * n * constant));
    // The form without a difference of near equals.
    double share =
        linear > 0
            ? -2 * constant / Math.max(root + linear, Double.MIN_NORMAL)
            : (root - linear) / (4.0 * n);
    return Math.max(share, Math.max(0, -delta));
  }
}
