package org.graft4j.eval.shift;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.graft4j.data.Seed;

/**
 * The maximum mean discrepancy of two samples, and how likely one so large is if both come from one
 * source (Gretton et al. 2012, "A kernel two-sample test"). Immutable.
 *
 * @param squared the unbiased estimate of the squared discrepancy under a Gaussian kernel; about 0,
 *     also below, for samples from one source
 * @param bandwidth of the kernel: the median distance between rows, or where that is 0 the median
 *     of the distances above 0
 * @param pValue from permutations of the rows, above 0
 */
public record MeanDiscrepancy(double squared, double bandwidth, double pValue) {
  /** Rows of both samples: the kernel of each pair is kept. */
  private static final int MOST_ROWS = 4000;

  /** Sums of the same numbers in another order may differ by that much: they are no less large. */
  private static final double ROUNDING = 1e-12;

  /**
   * Tests two samples.
   *
   * @param first rows of finite features, all of one length; at least 2
   * @param second the same
   * @param permutations positive; 1,000 give p-values down to 0.001
   * @throws IllegalArgumentException if there are too few rows, or more than 4,000 in all: take a
   *     random part then
   */
  public static MeanDiscrepancy test(
      double[][] first, double[][] second, int permutations, Seed seed) {
    int m = first.length;
    int n = second.length;
    if (m < 2 || n < 2 || m + n > MOST_ROWS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "samples must have 2 rows at least each and %d together at most, but had %d and %d",
              MOST_ROWS,
              m,
              n));
    }
    if (permutations <= 0) {
      throw new IllegalArgumentException("permutations must be positive, but were " + permutations);
    }
    double[][] rows = Arrays.copyOf(first, m + n);
    System.arraycopy(second, 0, rows, m, n);
    double[][] distances = squaredDistances(rows);
    double median = median(distances);
    // Rows that are all equal have no distance: any kernel then says that there is no difference.
    double scale = median > 0 ? 2 * median : 1;
    double[][] kernel = distances;
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(i -> Arrays.setAll(kernel[i], j -> Math.exp(-kernel[i][j] / scale)));
    double observed = discrepancy(kernel, identity(rows.length), m);
    long asLarge =
        IntStream.range(0, permutations)
            .parallel()
            .filter(
                i -> {
                  int[] order = seed.permutation(rows.length, "mmd", i);
                  return discrepancy(kernel, order, m) >= observed - ROUNDING;
                })
            .count();
    return new MeanDiscrepancy(observed, Math.sqrt(median), (asLarge + 1.0) / (permutations + 1.0));
  }

  private static int[] identity(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static double[][] squaredDistances(double[][] rows) {
    double[][] distances = new double[rows.length][rows.length];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < rows.length; j++) {
                distances[i][j] = squaredDistance(rows[i], rows[j]);
              }
            });
    return distances;
  }

  private static double squaredDistance(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "rows must be of one length, but were of " + a.length + " and " + b.length);
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException("features must be finite, but a row held NaN or infinity");
    }
    return sum;
  }

  private static double median(double[][] distances) {
    int n = distances.length;
    double[] pairs = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        pairs[at++] = distances[i][j];
      }
    }
    Arrays.sort(pairs);
    if (pairs[pairs.length / 2] > 0) {
      return pairs[pairs.length / 2];
    }
    // More than half of the pairs are copies: any other width would depend on the features' unit.
    double[] apart = Arrays.stream(pairs).filter(d -> d > 0).toArray();
    return apart.length == 0 ? 0 : apart[apart.length / 2];
  }

  /** The first m of the order against the rest. */
  private static double discrepancy(double[][] kernel, int[] order, int m) {
    int n = order.length - m;
    double within = 0;
    double beyond = 0;
    double between = 0;
    for (int i = 0; i < order.length; i++) {
      double[] row = kernel[order[i]];
      double head = 0;
      double tail = 0;
      for (int j = 0; j < i; j++) {
        if (j < m) {
          head += row[order[j]];
        } else {
          tail += row[order[j]];
        }
      }
      if (i < m) {
        within += head;
      } else {
        between += head;
        beyond += tail;
      }
    }
    return 2 * within / ((double) m * (m - 1))
        + 2 * beyond / ((double) n * (n - 1))
        - 2 * between / ((double) m * n);
  }
}
