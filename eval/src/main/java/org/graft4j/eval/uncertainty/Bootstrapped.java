package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.eval.Interval;

/** What the draws of a bootstrap say of one number. Immutable. */
final class Bootstrapped {
  /** The share of draws that may be undefined before nothing is said. */
  private static final double MOST_UNDEFINED = 0.05;

  /** Draws that must lie beyond an end: of fewer it would be the luck of a few draws. */
  private static final int BEYOND = 5;

  /** More than that nobody draws. */
  private static final long MOST_TOLD = 10_000_000;

  private final double observed;
  private final double[] sorted;
  private final double[] left;
  private final int[] strata;
  private final int replicates;
  private final Bootstrap.Method method;
  private final double confidence;

  /**
   * @param observed the number for the samples themselves
   * @param drawn the number for each draw where it is defined; owned
   * @param left the number without each block of the samples, which BCa alone needs; NaN where it
   *     is undefined; owned
   * @param strata the stratum of each block
   */
  Bootstrapped(
      double observed,
      double[] drawn,
      double[] left,
      int[] strata,
      int replicates,
      Bootstrap.Method method,
      double confidence) {
    this.observed = observed;
    this.sorted = drawn;
    this.left = left;
    this.replicates = replicates;
    this.method = method;
    this.confidence = confidence;
    this.strata = strata;
    Arrays.sort(sorted);
  }

  /** The numbers of the draws where they are defined, in ascending order; a copy. */
  double[] values() {
    return sorted.clone();
  }

  /** The number for the samples themselves. */
  double observed() {
    return observed;
  }

  /** Draws for which the number is undefined. */
  int undefined() {
    return replicates - sorted.length;
  }

  /** Whether so many draws are undefined that the others say nothing. */
  boolean mostlyUndefined() {
    return sorted.length < (1 - MOST_UNDEFINED) * replicates;
  }

  /** Whether all draws gave one number. */
  boolean constant() {
    return sorted.length > 0 && sorted[0] == sorted[sorted.length - 1];
  }

  /** By how much the draws are above what was observed in the mean. */
  double bias() {
    return Arrays.stream(sorted).average().orElse(observed) - observed;
  }

  /**
   * Draws that it takes for an end at a level, so that enough of them lie beyond it.
   *
   * @param level in [0, 1]; of 0 and 1 no number is enough
   */
  static long needed(double level) {
    double least = Math.min(level, 1 - level);
    // Of 0.05 / 2 no more for its rounding.
    return least <= 0 ? Long.MAX_VALUE : (long) Math.ceil(BEYOND / least * (1 - 1e-9));
  }

  /** Draws that the interval takes; more than there are where it is empty for want of them. */
  long needed() {
    double[] levels = levels(method);
    return Math.max(needed(levels[0]), needed(levels[1]));
  }

  /** How many draws {@link #interval} takes, in words: say {@code at least 9000}. */
  String wants() {
    long needed = needed();
    return needed > MOST_TOLD ? "more than can be drawn" : "at least " + needed;
  }

  /**
   * The interval; empty if the number is undefined, or is so for too many draws, or if the ends lie
   * so far out that too few draws are beyond them.
   */
  Optional<Interval> interval() {
    return interval(method);
  }

  /** The interval of the quantiles themselves; empty as {@link #interval()} is. */
  Optional<Interval> percentile() {
    return interval(Bootstrap.Method.PERCENTILE);
  }

  private Optional<Interval> interval(Bootstrap.Method ends) {
    if (Double.isNaN(observed) || mostlyUndefined()) {
      return Optional.empty();
    }
    double[] levels = levels(ends);
    if (!constant() && Math.max(needed(levels[0]), needed(levels[1])) > replicates) {
      return Optional.empty();
    }
    return Optional.of(new Interval(quantile(levels[0]), quantile(levels[1]), confidence));
  }

  private double[] levels(Bootstrap.Method ends) {
    double low = (1 - confidence) / 2;
    double high = (1 + confidence) / 2;
    if (ends == Bootstrap.Method.BCA) {
      double share = shareBelow();
      double acceleration = acceleration();
      low = moved(low, share, acceleration);
      high = moved(high, share, acceleration);
    }
    return new double[] {low, high};
  }

  /** The normal quantile of the share of draws below what was observed, ties by half. */
  private double shareBelow() {
    long twice = 0;
    for (double value : sorted) {
      twice += value < observed ? 2 : value == observed ? 1 : 0;
    }
    // Never at the very end, where the quantile is infinite.
    double share = twice / (2.0 * sorted.length);
    double least = 0.5 / sorted.length;
    return normal().inverseCumulativeProbability(Math.max(least, Math.min(1 - least, share)));
  }

  /**
   * A sixth of the skewness of the leave-out values, with its sign turned. Leaving out blocks gives
   * the same in expectation: squares and cubes of independent sums both grow with their number.
   *
   * <p>Within each stratum around its own mean: that strata differ is no chance where the draws
   * keep their sizes.
   */
  private double acceleration() {
    int many = Arrays.stream(strata).max().orElse(-1) + 1;
    double[] sums = new double[many];
    int[] counts = new int[many];
    for (int i = 0; i < left.length; i++) {
      if (!Double.isNaN(left[i])) {
        sums[strata[i]] += left[i];
        counts[strata[i]]++;
      }
    }
    double squares = 0;
    double cubes = 0;
    for (int i = 0; i < left.length; i++) {
      if (!Double.isNaN(left[i])) {
        double from = sums[strata[i]] / counts[strata[i]] - left[i];
        squares += from * from;
        cubes += from * from * from;
      }
    }
    return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
  }

  private static double moved(double level, double bias, double acceleration) {
    double z = bias + normal().inverseCumulativeProbability(level);
    double stretch = 1 - acceleration * z;
    // Beyond its pole the formula would come back from the other side.
    return stretch <= 0 ? (z > 0 ? 1 : 0) : normal().cumulativeProbability(bias + z / stretch);
  }

  /** Linear between the two nearest draws. */
  private double quantile(double level) {
    double place = level * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    double share = place - below;
    return share == 0 ? sorted[below] : sorted[below] + share * (sorted[above] - sorted[below]);
  }

  private static NormalDistribution normal() {
    return new NormalDistribution(null, 0, 1);
  }
}
