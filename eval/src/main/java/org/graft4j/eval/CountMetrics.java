package org.graft4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;

/** The numbers of a report that it can tell on its own, with the one interval that counts give. */
final class CountMetrics {
  private CountMetrics() {}

  static List<MetricValue> of(ClassificationReport report) {
    ConfusionMetrics counts = report.confusion().metrics();
    List<MetricValue> metrics = new ArrayList<>();
    metrics.add(
        new MetricValue(
            "accuracy",
            counts.accuracy(),
            Optional.of(report.accuracyInterval()),
            "Wilson's interval"));
    metrics.add(
        plain("balanced accuracy", counts.balancedAccuracy(), "over the classes with samples"));
    for (ClassMeasure measure :
        List.of(ClassMeasure.PRECISION, ClassMeasure.RECALL, ClassMeasure.F1)) {
      metrics.add(
          plain(
              "macro " + measure.name(),
              counts.average(measure, Average.MACRO),
              Average.MACRO.says()));
    }
    metrics.add(plain("MCC", counts.matthews(), ""));
    metrics.add(plain("Cohen's kappa", counts.kappa(ConfusionMetrics.KappaWeights.EQUAL), ""));
    metrics.add(plain("log loss", OptionalDouble.of(report.logLoss()), ""));
    if (report.states().isPresent()) {
      String bins = report.reliability().size() + " bins of equal width";
      metrics.add(plain("Brier score", report.brier(), "from 0 to 2"));
      metrics.add(plain("ECE", report.expectedCalibrationError(), bins));
      metrics.add(plain("MCE", report.maximumCalibrationError(), bins));
      for (int k : List.of(3, 5)) {
        if (k < report.confusion().labels().size()) {
          metrics.add(plain("top-" + k + " accuracy", report.topK(k), ""));
        }
      }
    }
    return List.copyOf(metrics);
  }

  private static MetricValue plain(String name, OptionalDouble value, String note) {
    return new MetricValue(name, value, Optional.empty(), note);
  }
}
