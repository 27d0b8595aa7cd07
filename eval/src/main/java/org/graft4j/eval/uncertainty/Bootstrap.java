package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;

/**
 * Intervals for any number: it is computed again and again from samples that are drawn anew with
 * replacement (Efron and Tibshirani 1993, "An Introduction to the Bootstrap").
 *
 * <p>Replicate i draws from the seed's stream i, so that threads change nothing, and two statistics
 * under one seed see the same draws: their difference has an interval of its own by being a
 * statistic itself. Immutable and thread-safe.
 *
 * <p>Unsound for very few samples (say below 20), and for numbers at the end of their range: all
 * right of all gives an interval of no width, where {@link Interval#wilson} is right.
 */
public final class Bootstrap {
  /** Leave-out computations for the acceleration, which needs no more digits. */
  private static final int BLOCKS = 500;

  private final Resampling resampling;
  private final int replicates;
  private final Seed seed;

  private Bootstrap(Resampling resampling, int replicates, Seed seed) {
    this.resampling = resampling;
    this.replicates = replicates;
    this.seed = seed;
  }

  /**
   * A bootstrap.
   *
   * @param replicates at least 100; 2,000 give ends that are steady to about a tenth of the width
   */
  public static Bootstrap of(Resampling resampling, int replicates, Seed seed) {
    if (replicates < 100) {
      throw new IllegalArgumentException("replicates must be at least 100, but were " + replicates);
    }
    return new Bootstrap(resampling, replicates, seed);
  }

  /** How the ends are taken from the replicates. */
  public enum Method {
    /** The quantiles themselves. */
    PERCENTILE,
    /**
     * Quantiles moved for bias and skewness: bias-corrected and accelerated (Efron 1987, "Better
     * bootstrap confidence intervals").
     */
    BCA
  }

  /**
   * The interval of a number.
   *
   * @param confidence in (0, 1)
   * @return empty if the number is undefined for the samples themselves, or for more than one in
   *     twenty replicates; those few are left out
   */
  public Optional<Interval> interval(Statistic statistic, Method method, double confidence) {
    return intervals(List.of(statistic), method, confidence).get(0);
  }

  /**
   * The intervals of several numbers over the same draws, in their order; see {@link #interval}.
   */
  public List<Optional<Interval>> intervals(
      List<Statistic> statistics, Method method, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be in (0, 1), but was " + confidence);
    }
    List<double[]> sorted = replicates(statistics);
    return IntStream.range(0, statistics.size())
        .mapToObj(i -> interval(statistics.get(i), sorted.get(i), method, confidence))
        .toList();
  }

  private Optional<Interval> interval(
      Statistic statistic, double[] sorted, Method method, double confidence) {
    double observed = statistic.of(once());
    if (Double.isNaN(observed) || sorted.length < 0.95 * replicates) {
      return Optional.empty();
    }
    double low = (1 - confidence) / 2;
    double high = (1 + confidence) / 2;
    if (method == Method.BCA) {
      double bias = bias(sorted, observed);
      double acceleration = acceleration(statistic);
      low = moved(low, bias, acceleration);
      high = moved(high, bias, acceleration);
    }
    return Optional.of(new Interval(quantile(sorted, low), quantile(sorted, high), confidence));
  }

  /** Each number for each replicate where it is defined, in ascending order. */
  List<double[]> replicates(List<Statistic> statistics) {
    double[][] values = new double[statistics.size()][replicates];
    IntStream.range(0, replicates)
        .parallel()
        .forEach(
            i -> {
              int[] times = resampling.draw(seed.stream("bootstrap", i));
              for (int s = 0; s < values.length; s++) {
                values[s][i] = statistics.get(s).of(times);
              }
            });
    return Arrays.stream(values)
        .map(all -> Arrays.stream(all).filter(v -> !Double.isNaN(v)).sorted().toArray())
        .toList();
  }

  private int[] once() {
    int[] times = new int[resampling.size()];
    Arrays.fill(times, 1);
    return times;
  }

  /** The normal quantile of the share of replicates below what was observed, ties by half. */
  private static double bias(double[] sorted, double observed) {
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
  private double acceleration(Statistic statistic) {
    int blocks = Math.min(BLOCKS, resampling.units());
    double[] values =
        IntStream.range(0, blocks)
            .parallel()
            .mapToDouble(block -> statistic.of(resampling.without(block, blocks)))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(v -> (mean - v) * (mean - v)).sum();
    double cubes = Arrays.stream(values).map(v -> Math.pow(mean - v, 3)).sum();
    if (!(squares > 0)) {
      return 0;
    }
    return cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double moved(double level, double bias, double acceleration) {
    double z = bias + normal().inverseCumulativeProbability(level);
    double quantile = bias + z / (1 - acceleration * z);
    return normal().cumulativeProbability(quantile);
  }

  /** Linear between the two nearest replicates. */
  private static double quantile(double[] sorted, double level) {
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
