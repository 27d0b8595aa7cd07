package org.graft4j.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.graft4j.eval.Interval;

/** The JSON form of a run report, version 1: each section puts its own keys into it. */
final class RunReportJson {
  private static final int SCHEMA_VERSION = 1;

  private RunReportJson() {}

  static String write(RunReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    report.sections().forEach(section -> section.putInto(root));
    return root.toString();
  }

  /** Text that is known to be JSON. */
  static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("json must be JSON", e);
    }
  }

  /** Puts {@code accuracyInterval: [low, high]} and the like. */
  static void put(ObjectNode node, String key, Interval interval) {
    node.putArray(key).add(interval.low()).add(interval.high());
  }
}
