package org.graft4j.eval.uncertainty;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.eval.PredictionTable;

/**
 * The calibration error that a perfectly calibrated model would show on some samples by chance.
 *
 * <p>A bin's sum of gaps is then about normal, with the variance of its guesses: its absolute value
 * has the mean {@code sqrt(2/π)} and the variance {@code 1 - 2/π} in such units.
 *
 * <p>Where samples belong together, a bin's variance is what its groups' sums show: of a calibrated
 * model each has the mean 0.
 *
 * @param mean of the error
 * @param deviation its standard deviation, samples or groups taken as independent
 */
record CalibrationByChance(double mean, double deviation) {

  static CalibrationByChance of(PredictionTable table, IntervalSettings settings) {
    double[] variances =
        settings.groups().map(groups -> grouped(table, groups.of())).orElseGet(() -> single(table));
    double mean = 0;
    double variance = 0;
    for (double v : variances) {
      mean += Math.sqrt(2 / Math.PI * v);
      variance += (1 - 2 / Math.PI) * v;
    }
    return new CalibrationByChance(mean / table.size(), Math.sqrt(variance) / table.size());
  }

  private static double[] single(PredictionTable table) {
    double[] variances = new double[TableMetrics.BINS];
    for (int i = 0; i < table.size(); i++) {
      double p = table.confidence(i);
      variances[bin(p)] += p * (1 - p);
    }
    return variances;
  }

  private static double[] grouped(PredictionTable table, List<String> groups) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (int i = 0; i < table.size(); i++) {
      double p = table.confidence(i);
      sums.computeIfAbsent(groups.get(i), group -> new double[TableMetrics.BINS])[bin(p)] +=
          (table.correct(i) ? 1 : 0) - p;
    }
    double[] variances = new double[TableMetrics.BINS];
    for (int bin = 0; bin < variances.length; bin++) {
      for (double[] sum : sums.values()) {
        variances[bin] += sum[bin] * sum[bin];
      }
    }
    return variances;
  }

  private static int bin(double confidence) {
    return Math.min(TableMetrics.BINS - 1, (int) (TableMetrics.BINS * confidence));
  }

  /** Whether an error is no larger than chance makes it, by the upper end of that confidence. */
  boolean explains(double error, double confidence) {
    double z =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    return error <= mean + z * deviation;
  }
}
