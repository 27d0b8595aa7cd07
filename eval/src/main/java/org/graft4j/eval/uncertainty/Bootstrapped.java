package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.eval.Interval;

/** What the draws of a bootstrap say of one number. Immutable. */
final class Bootstrapped {
  /** The share of draws that may be undefined before nothing is said. */
  private static final double MOST_UNDEFINED = 0.05;

  private final double observed;
  private final double[] sorted;
  private final double[] left;
  private final int replicates;
  private final Bootstrap.Method method;
  private final double confidence;

  /**
   * @param observed the number for the samples themselves
   * @param drawn the number for each draw where it is defined; owned
   * @param left the number without each block of the samples where it is defined, which BCa alone
   *     needs; owned
   */
  Bootstrapped(
      double observed,
      double[] drawn,
      double[] left,
      int replicates,
      Bootstrap.Method method,
      double confidence) {
    this.observed = observed;
    this.sorted = drawn;
    this.left = left;
    this.replicates = replicates;
    this.method = method;
    this.confidence = confidence;
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

  /** The interval; empty if the number is undefined, or is so for too many draws. */
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
    double low = (1 - confidence) / 2;
    double high = (1 + confidence) / 2;
    if (ends == Bootstrap.Method.BCA) {
      double share = shareBelow();
      double acceleration = acceleration();
      low = moved(low, share, acceleration);
      high = moved(high, share, acceleration);
    }
    return Optional.of(new Interval(quantile(low), quantile(high), confidence));
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
   */
  private double acceleration() {
    double mean = Arrays.stream(left).average().orElse(0);
    double squares = Arrays.stream(left).map(v -> (mean - v) * (mean - v)).sum();
    double cubes = Arrays.stream(left).map(v -> Math.pow(mean - v, 3)).sum();
    if (!(squares > 0)) {
      return 0;
    }
    return cubes / (6 * Math.pow(squares, 1.5));
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
