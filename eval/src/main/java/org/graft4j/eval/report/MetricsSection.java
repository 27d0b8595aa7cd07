package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;

/**
 * The featured run's numbers, each with its interval or none, and what is to be known of it.
 *
 * @param given empty for the numbers that the run's report has by itself
 */
record MetricsSection(RunResult run, List<MetricValue> given) implements Section {

  private List<MetricValue> values() {
    return given.isEmpty() ? own(run.report()) : given;
  }

  private static List<MetricValue> own(ClassificationReport report) {
    String average = "over all classes; an undefined value counts as 0";
    return List.of(
        new MetricValue(
            "accuracy",
            OptionalDouble.of(report.accuracy()),
            Optional.of(report.accuracyInterval()),
            "Wilson"),
        plain("macro precision", report.macroPrecision(), average),
        plain("macro recall", report.macroRecall(), average),
        plain("macro F1", report.macroF1(), average),
        plain("log loss", report.logLoss(), ""));
  }

  private static MetricValue plain(String name, double value, String note) {
    return new MetricValue(name, OptionalDouble.of(value), Optional.empty(), note);
  }

  @Override
  public String title() {
    return "Metrics";
  }

  @Override
  public List<Block> blocks() {
    Table table =
        Table.of("Metrics of the featured run")
            .text("Metric")
            .number("Value")
            .text("Interval")
            .text("Note");
    for (MetricValue metric : values()) {
      table.row(
          Words.named(metric.name()),
          Words.number(metric.value()),
          metric.interval().map(MetricsSection::words).orElse(Words.of("")),
          Words.of(metric.note()));
    }
    return List.of(
        table,
        Block.note(
            Words.of("Of ")
                .name(run.name())
                .text(", on " + run.report().n() + " samples. A dash is an undefined value.")));
  }

  static Words words(Interval interval) {
    return Words.of(
        Html.format(
            "%.3f to %.3f (%s\u202f%%)",
            interval.low(), interval.high(), Html.plain(interval.confidence() * 100)));
  }

  @Override
  public void putInto(ObjectNode root) {
    ArrayNode metrics = root.putArray("metrics");
    values().forEach(metric -> put(metrics.addObject(), metric));
  }

  static void put(ObjectNode node, MetricValue metric) {
    node.put("name", metric.name());
    node.put("value", metric.value().isPresent() ? metric.value().getAsDouble() : null);
    metric
        .interval()
        .ifPresent(
            interval -> {
              RunReportJson.put(node, "interval", interval);
              node.put("confidence", interval.confidence());
            });
    node.put("note", metric.note());
  }
}
