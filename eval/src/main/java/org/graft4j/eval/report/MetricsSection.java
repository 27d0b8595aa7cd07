package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;

/** The featured run's numbers, each with its interval or none, and what is to be known of it. */
record MetricsSection(RunResult run) implements Section {

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
            .note("Note");
    for (MetricValue metric : run.report().metrics()) {
      table.row(
          Words.named(metric.name()),
          Words.number(metric.value()),
          metric.interval().map(MetricsSection::words).orElse(Words.of("–")),
          Words.of(metric.note()));
    }
    return List.of(
        table,
        Block.note(
            Words.of("Of ")
                .name(run.name())
                .text(
                    ", on "
                        + run.report().n()
                        + " samples. A dash is an undefined value, or no interval.")));
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
    run.report().metrics().forEach(metric -> put(metrics.addObject(), metric));
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
