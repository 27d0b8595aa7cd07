package org.graft4j.eval.uncertainty;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.eval.PredictionTable;

/**
 * The calibration error that a perfectly calibrated model would show on some samples by chance.
 *
 * <p>A bin's sum of gaps is then about normal, with the variance of its guesses: its absolute value
 * has the mean {@code sqrt(2/π)} and the variance {@code 1 - 2/π} in such units.
 *
 * @param mean of the error
 * @param deviation its standard deviation, samples taken as independent
 */
record CalibrationByChance(double mean, double deviation) {

  static CalibrationByChance of(PredictionTable table) {
    double[] variances = new double[TableMetrics.BINS];
    for (int i = 0; i < table.size(); i++) {
      double p = table.confidence(i);
      variances[Math.min(TableMetrics.BINS - 1, (int) (TableMetrics.BINS * p))] += p * (1 - p);
    }
    double mean = 0;
    double variance = 0;
    for (double v : variances) {
      mean += Math.sqrt(2 / Math.PI * v);
      variance += (1 - 2 / Math.PI) * v;
    }
    return new CalibrationByChance(mean / table.size(), Math.sqrt(variance) / table.size());
  }

  /** Whether an error is no larger than chance makes it, by the upper end of that confidence. */
  boolean explains(double error, double confidence) {
    double z =
        new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2);
    return error <= mean + z * deviation;
  }
}
