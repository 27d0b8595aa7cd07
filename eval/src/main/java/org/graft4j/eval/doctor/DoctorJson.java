package org.graft4j.eval.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON form of a doctor's report, version 1. */
final class DoctorJson {
  private static final int SCHEMA_VERSION = 1;

  private DoctorJson() {}

  static ObjectNode of(DoctorReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("verdict", report.verdict());
    ObjectNode counts = root.putObject("counts");
    counts.put("pictures", report.pictures());
    for (Severity severity : Severity.values()) {
      counts.put(severity.id() + "s", report.count(severity));
    }
    counts.put("unreadable", report.unreadable());
    counts.put("skipped", report.skipped());
    root.put("division", report.division());
    root.put("compared", report.compared());
    ArrayNode classes = root.putArray("classes");
    for (int i = 0; i < report.labels().size(); i++) {
      classes
          .addObject()
          .put("name", report.labels().name(i))
          .put("train", report.train().get(i))
          .put("validation", report.validation().get(i))
          .put("test", report.test().get(i));
    }
    root.set("leak", leak(report.leak()));
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : report.findings()) {
      ObjectNode entry = findings.addObject();
      entry.put("severity", finding.severity().id());
      entry.put("kind", finding.kind().id());
      entry.put("sentence", finding.sentence());
      entry.put("remedy", finding.remedy());
      ArrayNode groups = entry.putArray("groups");
      for (List<String> group : finding.groups()) {
        group.forEach(groups.addArray()::add);
      }
    }
    ArrayNode suspects = root.putArray("suspects");
    for (LabelSuspect suspect : report.suspects()) {
      suspects
          .addObject()
          .put("id", suspect.id())
          .put("label", suspect.label())
          .put("suggested", suspect.suggested())
          .put("labelProbability", suspect.labelProbability())
          .put("suggestedProbability", suspect.suggestedProbability());
    }
    return root;
  }

  static ObjectNode leak(LeakFinding leak) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("leaks", leak.leaks());
    node.put("sentence", leak.sentence());
    node.put("tested", leak.tested());
    node.put("count", leak.count());
    node.put("share", leak.share());
    node.put("certain", leak.certain());
    node.put("sameFile", leak.sameFile());
    node.put("samePixels", leak.samePixels());
    node.put("changed", leak.changed());
    node.put("lookAlike", leak.lookAlike());
    node.put("otherClass", leak.otherClass());
    ArrayNode examples = node.putArray("examples");
    for (LeakFinding.Example example : leak.examples()) {
      examples
          .addObject()
          .put("id", example.id())
          .put("trainId", example.trainId())
          .put("match", example.match().id())
          .put("sameClass", example.sameClass());
    }
    return node;
  }
}
