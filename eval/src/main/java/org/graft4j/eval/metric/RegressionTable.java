package org.graft4j.eval.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * All true and predicted numbers, for what sums cannot tell. Mutable, confined to one thread; it
 * grows with the samples, 16 bytes each.
 */
public final class RegressionTable implements MetricState<RegressionTable> {
  private static final String KIND = "regressionTable";

  private double[] targets = new double[16];
  private double[] predictions = new double[16];
  private int n;

  /**
   * Takes one sample.
   *
   * @param id names the sample in messages
   * @param target the true number, finite
   * @param predicted the predicted one, finite
   */
  public void update(String id, double target, double predicted) {
    if (!Double.isFinite(target) || !Double.isFinite(predicted)) {
      throw new IllegalArgumentException(
          "target and prediction of '"
              + id
              + "' must be finite, but were "
              + target
              + " and "
              + predicted);
    }
    reserve(n + 1);
    targets[n] = target;
    predictions[n++] = predicted;
  }

  private void reserve(int samples) {
    if (samples > targets.length) {
      int room = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * samples);
      targets = Arrays.copyOf(targets, room);
      predictions = Arrays.copyOf(predictions, room);
    }
  }

  @Override
  public void merge(RegressionTable other) {
    int added = other.n;
    reserve(Math.addExact(n, added));
    System.arraycopy(other.targets, 0, targets, n, added);
    System.arraycopy(other.predictions, 0, predictions, n, added);
    n += added;
  }

  @Override
  public String toJson() {
    return StateJson.of(KIND)
        .put("targets", Arrays.copyOf(targets, n))
        .put("predictions", Arrays.copyOf(predictions, n))
        .text();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedStateException if it is anything else
   */
  public static RegressionTable fromJson(String json) throws MalformedStateException {
    StateJson read = StateJson.parse(json, KIND, "targets", "predictions");
    RegressionTable state = new RegressionTable();
    state.targets = read.numbers("targets");
    state.predictions = read.numbers("predictions");
    state.n = state.targets.length;
    read.requireLength("predictions", state.predictions.length, state.n);
    return state;
  }

  /** Samples so far. */
  @Override
  public long n() {
    return n;
  }

  /** The median of the absolute errors, the mean of the middle two if they are even. */
  public OptionalDouble medianAbsoluteError() {
    if (n == 0) {
      return OptionalDouble.empty();
    }
    double[] errors =
        IntStream.range(0, n).mapToDouble(i -> Math.abs(targets[i] - predictions[i])).toArray();
    Arrays.sort(errors);
    return OptionalDouble.of((errors[(n - 1) / 2] + errors[n / 2]) / 2);
  }

  /**
   * Pearson's correlation of targets and predictions, in [-1, 1]; undefined if one of the two has
   * no spread.
   */
  public OptionalDouble pearson() {
    // In one order, whatever order they came in: sums of doubles depend on it.
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> targets[i])
                    .thenComparingDouble(i -> predictions[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return correlation(
        Arrays.stream(order).mapToDouble(i -> targets[i]).toArray(),
        Arrays.stream(order).mapToDouble(i -> predictions[i]).toArray());
  }

  /**
   * Spearman's correlation, Pearson's of the ranks, equal numbers sharing their mean rank;
   * undefined if one of the two has no spread.
   */
  public OptionalDouble spearman() {
    return correlation(ranks(Arrays.copyOf(targets, n)), ranks(Arrays.copyOf(predictions, n)));
  }

  /** Ranks from 1; they and their halves are exact, and so are their sums in any order. */
  private static double[] ranks(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ranks[i] = (1 + below(sorted, values[i], false) + below(sorted, values[i], true)) / 2.0;
    }
    return ranks;
  }

  /** How many are below a value, or at most that. */
  private static int below(double[] sorted, double value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static OptionalDouble correlation(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    double spread = Math.sqrt(xx) * Math.sqrt(yy);
    return spread > 0 && Double.isFinite(spread)
        ? OptionalDouble.of(Math.max(-1, Math.min(1, xy / spread)))
        : OptionalDouble.empty();
  }
}
