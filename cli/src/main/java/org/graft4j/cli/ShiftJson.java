package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.graft4j.eval.Interval;

/** What {@code shift} found, for a machine. */
final class ShiftJson {
  private static final int SCHEMA_VERSION = 1;

  private ShiftJson() {}

  static String of(ShiftResult result, int permutations, long seed) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("schemaVersion", SCHEMA_VERSION);
    node.put("shifted", result.shifted());
    node.put("verdict", ShiftText.verdict(result));
    side(node.putObject("a"), result.first());
    side(node.putObject("b"), result.second());
    node.put("shared", result.first().shared(result.second()));
    node.put("folds", result.classifier().folds());
    node.put("permutations", permutations);
    node.put("seed", seed);
    ObjectNode test = node.putObject("classifier");
    test.put("accuracy", result.classifier().accuracy());
    interval(test, result.classifier().interval(0.95));
    test.put("p", result.classifier().pValue());
    ObjectNode distance = node.putObject("proxyADistance");
    distance.put("value", result.distance().value());
    interval(distance, result.distance().interval());
    ObjectNode discrepancy = node.putObject("meanDiscrepancy");
    discrepancy.put("squared", result.discrepancy().squared());
    discrepancy.put("bandwidth", result.discrepancy().bandwidth());
    discrepancy.put("p", result.discrepancy().pValue());
    var groups = node.putArray("groups");
    for (ShiftResult.Group group : result.groups()) {
      groups
          .addObject()
          .put("side", group.side())
          .put("folder", group.name())
          .put("pictures", group.pictures())
          .put("toldRight", group.told());
    }
    return mapper.writeValueAsString(node);
  }

  private static void side(ObjectNode node, ShiftSide side) {
    node.put("pictures", side.items().size());
    node.put("there", side.there());
    node.put("copies", side.copies());
  }

  private static void interval(ObjectNode node, Interval interval) {
    node.putArray("interval").add(interval.low()).add(interval.high());
    node.put("confidence", interval.confidence());
  }
}
