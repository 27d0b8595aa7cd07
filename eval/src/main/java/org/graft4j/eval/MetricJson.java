package org.graft4j.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The JSON form of a report's metrics: null where a number or its interval is not there. */
final class MetricJson {
  private MetricJson() {}

  static void put(ObjectNode root, List<MetricValue> metrics) {
    ArrayNode array = root.putArray("metrics");
    for (MetricValue metric : metrics) {
      ObjectNode node = array.addObject();
      node.put("name", metric.name());
      node.put("value", metric.value().isPresent() ? metric.value().getAsDouble() : null);
      if (metric.interval().isPresent()) {
        Interval interval = metric.interval().get();
        node.putObject("interval")
            .put("low", interval.low())
            .put("high", interval.high())
            .put("confidence", interval.confidence());
      } else {
        node.putNull("interval");
      }
      node.put("note", metric.note());
    }
  }

  static List<MetricValue> read(JsonNode root) throws MalformedReportException {
    List<MetricValue> metrics = new ArrayList<>();
    for (JsonNode node : ReportJson.array(root, "metrics")) {
      metrics.add(
          new MetricValue(
              ReportJson.text(node, "name"),
              node.path("value").isNull()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(ReportJson.number(node, "value")),
              interval(node.path("interval")),
              ReportJson.text(node, "note")));
    }
    return metrics;
  }

  private static Optional<Interval> interval(JsonNode node) throws MalformedReportException {
    return node.isNull()
        ? Optional.empty()
        : Optional.of(
            new Interval(
                ReportJson.number(node, "low"),
                ReportJson.number(node, "high"),
                ReportJson.number(node, "confidence")));
  }
}
