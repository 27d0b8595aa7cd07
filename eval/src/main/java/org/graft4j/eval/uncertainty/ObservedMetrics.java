package org.graft4j.eval.uncertainty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;
import org.graft4j.eval.metric.ProbabilityScores;
import org.graft4j.eval.metric.TopK;

/** The numbers of the samples themselves, as {@code metric} has them, and what to say of them. */
final class ObservedMetrics {
  private final PredictionTable table;
  private final IntervalSettings settings;
  private final ConfusionMetrics confusion;
  private final ProbabilityScores scores = new ProbabilityScores();
  private final Calibration calibration = new Calibration(TableMetrics.BINS);
  private final TopK top;
  private final double rocArea;
  private final double averagePrecision;
  private final long clipped;

  private ObservedMetrics(
      PredictionTable table, double rocArea, double averagePrecision, IntervalSettings settings) {
    this.table = table;
    this.settings = settings;
    this.rocArea = rocArea;
    this.averagePrecision = averagePrecision;
    this.confusion = table.confusion().metrics();
    this.top = new TopK(table.labels().size());
    long impossible = 0;
    for (int i = 0; i < table.size(); i++) {
      String id = table.ids().get(i);
      double[] probabilities = table.probabilities(i);
      scores.update(id, table.label(i), probabilities);
      calibration.update(id, table.confidence(i), table.correct(i));
      top.update(id, table.label(i), probabilities);
      impossible += probabilities[table.label(i)] == 0 ? 1 : 0;
    }
    this.clipped = impossible;
  }

  /**
   * @param ranked whether the metrics rank the samples; else each class is ranked here, one after
   *     the other
   */
  static ObservedMetrics of(
      PredictionTable table, TableMetrics metrics, boolean ranked, IntervalSettings settings) {
    int[] once = new int[table.size()];
    Arrays.fill(once, 1);
    if (ranked) {
      double[] values = new double[metrics.count()];
      metrics.of(once, values);
      return new ObservedMetrics(
          table,
          values[TableMetric.ROC_AREA.place()],
          values[TableMetric.AVERAGE_PRECISION.place()],
          settings);
    }
    double roc = 0;
    double precision = 0;
    int classes = 0;
    double[] areas = new double[2];
    for (int c : IntStream.range(0, table.size()).map(table::label).distinct().sorted().toArray()) {
      ClassRanking.of(table, c).areas(once, areas);
      roc += areas[0];
      precision += areas[1];
      classes++;
    }
    return new ObservedMetrics(table, roc / classes, precision / classes, settings);
  }

  OptionalDouble value(TableMetric metric) {
    return switch (metric) {
      case ACCURACY -> confusion.accuracy();
      case BALANCED_ACCURACY -> confusion.balancedAccuracy();
      case TOP_5 -> top.accuracy(TableMetrics.TOP);
      case MACRO_PRECISION -> confusion.average(ClassMeasure.PRECISION, Average.MACRO);
      case MACRO_RECALL -> confusion.average(ClassMeasure.RECALL, Average.MACRO);
      case MACRO_F1 -> confusion.average(ClassMeasure.F1, Average.MACRO);
      case WEIGHTED_F1 -> confusion.average(ClassMeasure.F1, Average.WEIGHTED);
      case MCC -> confusion.matthews();
      case KAPPA -> confusion.kappa(ConfusionMetrics.KappaWeights.EQUAL);
      case LOG_LOSS -> scores.logLoss();
      case BRIER -> scores.brier();
      case ECE -> calibration.expectedError();
      case MCE -> calibration.maximumError();
      case ROC_AREA -> defined(rocArea);
      case AVERAGE_PRECISION -> defined(averagePrecision);
    };
  }

  private static OptionalDouble defined(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  String whyUndefined(TableMetric metric) {
    return switch (metric) {
      case MCC -> "undefined: all samples, or all predictions, are of one class";
      case KAPPA -> "undefined: all samples and all predictions are of one class";
      case ROC_AREA -> "undefined: all samples are of one class";
      default -> "undefined";
    };
  }

  /** What stands beside a number, whatever its interval. */
  List<String> notes(TableMetric metric) {
    List<String> notes = new ArrayList<>();
    long absent = confusion.perClass().stream().filter(c -> c.support() == 0).count();
    if (absent > 0 && metric.overClasses()) {
      boolean leftOut =
          metric == TableMetric.BALANCED_ACCURACY
              || metric == TableMetric.ROC_AREA
              || metric == TableMetric.AVERAGE_PRECISION;
      notes.add(
          String.format(
              Locale.ROOT,
              "%d of %d classes without samples %s",
              absent,
              table.labels().size(),
              leftOut ? "left out" : "counted as 0"));
    }
    if (metric == TableMetric.LOG_LOSS && clipped > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d %s given probability 0, taken as 2.2e-16: each adds 36 before the mean",
              clipped,
              clipped == 1 ? "sample's class was" : "samples' classes were"));
    }
    if (metric == TableMetric.ECE) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d bins; biased upwards: a perfectly calibrated model would show about %.3f here",
              TableMetrics.BINS,
              CalibrationByChance.of(table, settings).mean()));
    }
    return notes;
  }
}
