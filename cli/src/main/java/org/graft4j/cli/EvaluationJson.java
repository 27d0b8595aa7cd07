package org.graft4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.SliceTable;
import org.graft4j.eval.calibration.Answers;
import org.graft4j.eval.uncertainty.IntervalSettings;

/**
 * An evaluation for a machine: the report as {@code report}, and beside it all that the text shows.
 */
final class EvaluationJson {
  private EvaluationJson() {}

  static String of(
      EvaluatedRun run,
      List<MetricValue> metrics,
      IntervalSettings settings,
      List<SliceTable> tables)
      throws IOException {
    ObjectNode node = JsonResult.of(1);
    node.set("report", JsonResult.tree(run.report().toJson()));
    run.answers().ifPresent(answers -> put(node.putObject("answers"), answers, run.promised()));
    settings(node.putObject("intervals"), settings);
    ArrayNode list = node.putArray("metrics");
    metrics.forEach(metric -> put(list.addObject(), metric));
    ArrayNode slices = node.putArray("slices");
    tables.forEach(table -> put(slices.addObject(), table));
    return node.toString();
  }

  private static void put(ObjectNode node, Answers answers, double promised) {
    node.put("answered", answers.answered());
    node.put("wrong", answers.wrong());
    node.put("n", answers.n());
    put(node.putArray("errorInterval"), answers.errorInterval());
    node.put("maxError", promised);
  }

  static void settings(ObjectNode node, IntervalSettings settings) {
    node.put("method", settings.method().name().toLowerCase(Locale.ROOT));
    node.put("replicates", settings.replicates());
    node.put("confidence", settings.confidence());
    node.put("seed", settings.seed().value());
    node.put("stratified", settings.stratified());
    node.put("groupedBy", settings.groups().map(IntervalSettings.Groups::by).orElse(null));
    node.put("assumption", EvaluationText.assumption(settings));
  }

  static void put(ObjectNode node, MetricValue metric) {
    node.put("name", metric.name());
    if (metric.value().isPresent()) {
      node.put("value", metric.value().getAsDouble());
    } else {
      node.putNull("value");
    }
    if (metric.interval().isPresent()) {
      put(node.putArray("interval"), metric.interval().get());
    } else {
      node.putNull("interval");
    }
    node.put("note", metric.note());
  }

  static void put(ArrayNode node, Interval interval) {
    node.add(interval.low()).add(interval.high());
  }

  private static void put(ObjectNode node, SliceTable table) {
    node.put("by", table.by());
    ArrayNode slices = node.putArray("slices");
    List<Double> p = table.pValues();
    for (int i = 0; i < table.slices().size(); i++) {
      SliceTable.Slice slice = table.slices().get(i);
      ObjectNode entry = slices.addObject();
      entry.put("name", slice.name());
      entry.put("n", slice.n());
      entry.put("correct", slice.correct());
      entry.put("accuracy", slice.accuracy());
      put(entry.putArray("interval"), slice.interval(table.confidence()));
      entry.put("p", p.get(i));
    }
    node.put("worst", table.clearlyWorst().map(SliceTable.Slice::name).orElse(null));
  }
}
