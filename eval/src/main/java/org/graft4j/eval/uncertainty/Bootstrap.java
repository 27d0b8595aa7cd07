package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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

  /** Below that the ends of an interval are chance. */
  static final int FEWEST = 100;

  private static final int CHUNK = 16;

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
    if (replicates < FEWEST) {
      throw new IllegalArgumentException(
          "replicates must be at least " + FEWEST + ", but were " + replicates);
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
   *     twenty replicates; those few are left out. Also if fewer than five replicates lie beyond an
   *     end: then it takes more of them
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
    return run(jointly(statistics), method, confidence).stream()
        .map(Bootstrapped::interval)
        .toList();
  }

  static JointStatistic jointly(List<Statistic> statistics) {
    return new JointStatistic() {
      @Override
      public int count() {
        return statistics.size();
      }

      @Override
      public void of(int[] times, double[] values) {
        Arrays.setAll(values, i -> statistics.get(i).of(times));
      }
    };
  }

  /** What the draws say of each number, in their order. */
  List<Bootstrapped> run(JointStatistic statistic, Method method, double confidence) {
    double[] observed = new double[statistic.count()];
    int[] once = new int[resampling.size()];
    Arrays.fill(once, 1);
    statistic.of(once, observed);
    double[][] drawn =
        rows(
            replicates,
            statistic,
            (i, times) -> resampling.draw(seed.stream("bootstrap", i), times));
    // Only the acceleration needs them.
    Resampling.Blocks blocks = resampling.blocks(method == Method.BCA ? BLOCKS : 0);
    double[][] left = rows(blocks.count(), statistic, blocks::without);
    return IntStream.range(0, observed.length)
        .mapToObj(
            s ->
                new Bootstrapped(
                    observed[s],
                    defined(drawn, s),
                    Arrays.stream(left).mapToDouble(row -> row[s]).toArray(),
                    blocks.strata(),
                    replicates,
                    method,
                    confidence))
        .toList();
  }

  /** Makes the times of one draw. */
  @FunctionalInterface
  private interface Times {
    void fill(int row, int[] times);
  }

  /** All numbers of all draws, over several threads; a thread keeps its arrays over a chunk. */
  private double[][] rows(int count, JointStatistic statistic, Times draw) {
    double[][] rows = new double[count][statistic.count()];
    IntStream.range(0, (count + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              int[] times = new int[resampling.size()];
              for (int i = chunk * CHUNK; i < Math.min(count, (chunk + 1) * CHUNK); i++) {
                draw.fill(i, times);
                statistic.of(times, rows[i]);
              }
            });
    return rows;
  }

  private static double[] defined(double[][] rows, int column) {
    return Arrays.stream(rows)
        .mapToDouble(row -> row[column])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }
}
