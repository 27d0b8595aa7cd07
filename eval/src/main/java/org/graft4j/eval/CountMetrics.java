package org.graft4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;

/** The numbers of a report that it can tell on its own, with the one interval that counts give. */
final class CountMetrics {
  private static final Set<String> ONE_DEFINITION =
      Set.of("accuracy", "balanced accuracy", "log loss", "Brier score");

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

  /**
   * Numbers that have one definition and no choice: what is called so must be so.
   *
   * @throws IllegalArgumentException if one is not what the counts give
   */
  static void requireAgreement(ClassificationReport report, List<MetricValue> values) {
    List<MetricValue> own = of(report);
    for (MetricValue value : values) {
      for (MetricValue expected : own) {
        if (ONE_DEFINITION.contains(value.name())
            && value.name().equals(expected.name())
            && value.value().isPresent()
            && expected.value().isPresent()
            && Math.abs(value.value().getAsDouble() - expected.value().getAsDouble()) > 1e-9) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s must be %s, as the counts give, but was %s",
                  value.name(),
                  expected.value().getAsDouble(),
                  value.value().getAsDouble()));
        }
      }
    }
  }
}
