package org.graft4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.outlier.OutlierSeparation;

/** How well outliers are told, for a machine. */
final class OutliersJson {
  private static final int SCHEMA_VERSION = 1;

  private OutliersJson() {}

  static String of(String part, List<OutlierSeparation> separations) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("part", part);
    root.put("own", separations.get(0).inside());
    root.put("outliers", separations.get(0).outside());
    root.put("confidence", OutlierSeparation.CONFIDENCE);
    ArrayNode scores = root.putArray("scores");
    for (OutlierSeparation separation : separations) {
      ObjectNode node = scores.addObject();
      node.put("score", separation.score().id());
      node.put("auroc", separation.rocArea().value().orElseThrow());
      write(node.putArray("aurocInterval"), separation.rocArea());
      node.put("fprAt95Tpr", separation.missed().value().orElseThrow());
      write(node.putArray("fprAt95TprInterval"), separation.missed());
      node.put("threshold", separation.threshold());
    }
    return mapper.writeValueAsString(root);
  }

  private static void write(ArrayNode node, MetricValue value) {
    Interval interval = value.interval().orElseThrow();
    node.add(interval.low()).add(interval.high());
  }
}
