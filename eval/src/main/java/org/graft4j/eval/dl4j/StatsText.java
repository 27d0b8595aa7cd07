package org.graft4j.eval.dl4j;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.metric.ClassCounts;

/** A report as lines of text. */
final class StatsText {
  /** More would fill screens. */
  private static final int MOST_CLASSES = 50;

  private StatsText() {}

  static String of(ClassificationReport report) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%d samples%n", report.n()));
    for (MetricValue metric : report.metrics()) {
      text.append(String.format(Locale.ROOT, "%-18s %s", metric.name(), value(metric.value())));
      metric
          .interval()
          .ifPresent(
              i ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          " [%.4f, %.4f] %.0f %%",
                          i.low(),
                          i.high(),
                          100 * i.confidence())));
      text.append(metric.note().isEmpty() ? "" : " (" + metric.note() + ")");
      text.append(System.lineSeparator());
    }
    List<ClassCounts> classes = report.perClass();
    text.append(
        String.format(
            Locale.ROOT, "%n%9s %9s %9s %9s  class%n", "precision", "recall", "F1", "samples"));
    for (int i = 0; i < Math.min(MOST_CLASSES, classes.size()); i++) {
      ClassCounts counts = classes.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%9s %9s %9s %9d  %s%n",
              value(counts.precision()),
              value(counts.recall()),
              value(counts.fBeta(1)),
              counts.support(),
              report.confusion().labels().name(i)));
    }
    if (classes.size() > MOST_CLASSES) {
      text.append(
          String.format(Locale.ROOT, "and %d classes more%n", classes.size() - MOST_CLASSES));
    }
    return text.toString();
  }

  private static String value(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.4f", value.getAsDouble())
        : "undefined";
  }
}
