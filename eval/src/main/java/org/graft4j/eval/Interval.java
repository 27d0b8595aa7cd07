package org.graft4j.eval;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A confidence interval. Immutable.
 *
 * @param low lower end
 * @param high upper end, not below {@code low}
 * @param confidence share of such intervals that hold the true value, in (0, 1)
 */
public record Interval(double low, double high, double confidence) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "low must not be above high, but they were " + low + " and " + high);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + confidence);
    }
  }

  /**
   * Wilson's score interval of a share, which stays sound near 0 and 1 and for few samples (Wilson
   * 1927, "Probable inference, the law of succession, and statistical inference").
   *
   * <p>Takes the samples as independent: several pictures of one object make it too narrow. With
   * {@code p = successes / n} and the normal quantile {@code z} it is {@code (p + z²/2n ± z
   * sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)}.
   *
   * @param successes at least 0, at most {@code n}
   * @param n samples; 0 gives the interval [0, 1], since nothing is known
   */
  public static Interval wilson(long successes, long n, double confidence) {
    if (n < 0 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must be in [0, n], but were " + successes + " of " + n);
    }
    if (n == 0) {
      return new Interval(0, 1, confidence);
    }
    double z =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    double p = (double) successes / n;
    double spread = z * z / n;
    double centre = p + spread / 2;
    double half = z * Math.sqrt(p * (1 - p) / n + spread / (4.0 * n));
    // At the ends the two terms are equal; subtracting them would leave a rounding error.
    double low = successes == 0 ? 0 : (centre - half) / (1 + spread);
    double high = successes == n ? 1 : (centre + half) / (1 + spread);
    return new Interval(low, high, confidence);
  }

  /**
   * Tango's score interval of the difference of two shares that were measured on the same samples,
   * first less second (Tango 1998, "Equivalence test and confidence interval for the difference in
   * proportions for the paired-sample design", Statistics in Medicine 17). It holds the differences
   * that the score test, which is McNemar's at zero, does not reject; it stays in [-1, 1] and sound
   * for few samples and where only one of the two was ever alone right.
   *
   * <p>Takes the samples as independent of each other.
   *
   * @param onlyFirst samples that count for the first alone, not negative
   * @param onlySecond those that count for the second alone, not negative
   * @param n all samples, those included on which the two agree; 0 gives [-1, 1]
   */
  public static Interval pairedDifference(
      long onlyFirst, long onlySecond, long n, double confidence) {
    return new PairedScore(onlyFirst, onlySecond, n).interval(confidence);
  }
}
