package org.graft4j.eval.diagnose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.Resampling;

/**
 * What twice the data would give. An inverse power law is fitted to the points; its uncertainty
 * comes from held-out items and runs that are drawn anew, the same for all points, since these
 * share their items and a run's subsets are nested. Refused where the law has too little to go by,
 * does not fit, or says next to nothing.
 */
final class Doubling {
  private static final int LEAST_POINTS = 4;
  private static final int LEAST_RUNS = 3;
  private static final int REPLICATES = 1000;

  /** Below it the points miss the law by more than chance. */
  private static final double MISFIT = 0.01;

  /** An interval as wide as that is no answer. */
  private static final double WIDEST = 0.2;

  private final Seed seed;
  private final double confidence;

  /** For each point its runs, those that all points have. */
  private final List<List<PredictionTable>> tables = new ArrayList<>();

  private final double[] pictures;
  private final int runs;

  Doubling(List<CurveStep> steps, Seed seed, double confidence) {
    this.seed = seed;
    this.confidence = confidence;
    Map<Integer, Map<Integer, PredictionTable>> bySize = new TreeMap<>();
    for (CurveStep step : steps) {
      bySize
          .computeIfAbsent(step.pictures(), size -> new TreeMap<>())
          .put(step.run(), step.trained().heldOut());
    }
    List<Integer> complete = new ArrayList<>(bySize.values().iterator().next().keySet());
    bySize.values().forEach(byRun -> complete.retainAll(byRun.keySet()));
    bySize.values().forEach(byRun -> tables.add(complete.stream().map(byRun::get).toList()));
    this.runs = complete.size();
    this.pictures = bySize.keySet().stream().mapToDouble(Integer::doubleValue).toArray();
  }

  Extrapolation extrapolation() {
    if (pictures.length < LEAST_POINTS) {
      return refused(
          "the curve must have %d points at least to be carried on, but has %d",
          LEAST_POINTS, pictures.length);
    }
    if (runs < LEAST_RUNS) {
      return refused(
          "the curve must be of %d whole runs at least to be carried on, but is of %d",
          LEAST_RUNS, runs);
    }
    boolean[][][] right = right();
    int n = right[0][0].length;
    double[] accuracies = accuracies(right, all(n), all(runs));
    double[] variances = variances(right, accuracies);
    double[] weights = Arrays.stream(variances).map(v -> 1 / v).toArray();
    PowerLaw law = PowerLaw.fit(pictures, accuracies, weights);
    double misfit = 0;
    for (int k = 0; k < pictures.length; k++) {
      misfit += weights[k] * Math.pow(accuracies[k] - law.at(pictures[k]), 2);
    }
    int freedom = Math.max(1, pictures.length - 3);
    double chance = 1 - new ChiSquaredDistribution(null, freedom).cumulativeProbability(misfit);
    if (chance < MISFIT) {
      return refused(
          "the points do not follow an inverse power law (chi-squared %.1f with %d degrees of freedom)",
          misfit, freedom);
    }
    double wanted = 2 * pictures[pictures.length - 1];
    double accuracy = law.at(wanted);
    Interval interval = interval(right, weights, wanted, accuracy);
    if (interval.high() - interval.low() > WIDEST) {
      return refused(
          "the curve leaves it open: anything from %.3f to %.3f", interval.low(), interval.high());
    }
    return new Extrapolation.Estimate((int) wanted, accuracy, interval, law);
  }

  private static Extrapolation.Refused refused(String form, Object... values) {
    return new Extrapolation.Refused(String.format(Locale.ROOT, form, values));
  }

  /** {@code [point][run][item]}. */
  private boolean[][][] right() {
    boolean[][][] right = new boolean[tables.size()][runs][];
    for (int k = 0; k < right.length; k++) {
      for (int r = 0; r < runs; r++) {
        PredictionTable table = tables.get(k).get(r);
        right[k][r] = new boolean[table.size()];
        for (int i = 0; i < table.size(); i++) {
          right[k][r][i] = table.correct(i);
        }
      }
    }
    return right;
  }

  private static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static double[] accuracies(boolean[][][] right, int[] items, int[] runs) {
    double[] accuracies = new double[right.length];
    for (int k = 0; k < right.length; k++) {
      long correct = 0;
      for (int r : runs) {
        for (int i : items) {
          correct += right[k][r][i] ? 1 : 0;
        }
      }
      accuracies[k] = (double) correct / ((double) items.length * runs.length);
    }
    return accuracies;
  }

  /**
   * By the spread between runs, taken together for all points since each has few, and by the number
   * of items; never 0.
   */
  private double[] variances(boolean[][][] right, double[] accuracies) {
    int n = right[0][0].length;
    double between = 0;
    for (int k = 0; k < right.length; k++) {
      for (int r = 0; r < runs; r++) {
        double own = accuracies(right, all(n), new int[] {r})[k];
        between += Math.pow(own - accuracies[k], 2) / (runs - 1) / right.length;
      }
    }
    double[] variances = new double[right.length];
    for (int k = 0; k < variances.length; k++) {
      // One more item right and one more wrong: a share of 0 or 1 has a variance too.
      double p = (accuracies[k] * n + 1) / (n + 2);
      variances[k] = between / runs + p * (1 - p) / n;
    }
    return variances;
  }

  /** As many as there are, with replacement. */
  private static int[] drawn(RandomGenerator random, int n) {
    return IntStream.range(0, n).map(i -> Resampling.index(random, n)).toArray();
  }

  private Interval interval(boolean[][][] right, double[] weights, double wanted, double accuracy) {
    int n = right[0][0].length;
    double[] drawn =
        IntStream.range(0, REPLICATES)
            .parallel()
            .mapToDouble(
                b -> {
                  RandomGenerator random = seed.stream("doubling", b);
                  int[] items = drawn(random, n);
                  int[] chosen = drawn(random, runs);
                  double[] replicate = accuracies(right, items, chosen);
                  return PowerLaw.fit(pictures, replicate, weights).at(wanted);
                })
            .sorted()
            .toArray();
    double tail = (1 - confidence) / 2;
    int cut = (int) Math.floor(tail * REPLICATES);
    return new Interval(
        Math.min(accuracy, drawn[cut]),
        Math.max(accuracy, drawn[REPLICATES - 1 - cut]),
        confidence);
  }
}
