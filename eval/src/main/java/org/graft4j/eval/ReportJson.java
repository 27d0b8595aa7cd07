package org.graft4j.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.graft4j.data.LabelMap;
import org.jspecify.annotations.Nullable;

/** The JSON form of reports and confusion matrices, version 1. */
final class ReportJson {
  private static final int SCHEMA_VERSION = 1;

  private ReportJson() {}

  static String write(ConfusionMatrix confusion) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    putConfusion(root, confusion);
    return root.toString();
  }

  static String write(ClassificationReport report, boolean withPredictions) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("split", report.split());
    root.put("views", report.views());
    root.put("n", report.n());
    root.put("correct", report.confusion().correct());
    root.put("accuracy", report.accuracy());
    Interval interval = report.accuracyInterval();
    root.putArray("accuracyInterval").add(interval.low()).add(interval.high());
    root.put("accuracyIntervalMethod", "wilson");
    root.put("confidence", interval.confidence());
    root.put("macroPrecision", report.macroPrecision());
    root.put("macroRecall", report.macroRecall());
    root.put("macroF1", report.macroF1());
    root.put("macroOver", "allClasses");
    root.put("macroTreatsUndefinedAs", 0);
    root.put("logLoss", report.logLoss());
    ArrayNode perClass = root.putArray("perClass");
    report.perClass().forEach(metrics -> perClass.add(node(metrics)));
    putConfusion(root, report.confusion());
    if (withPredictions) {
      ArrayNode predictions = root.putArray("predictions");
      report.predictions().forEach(prediction -> predictions.add(node(prediction)));
    }
    return root.toString();
  }

  private static void putConfusion(ObjectNode root, ConfusionMatrix confusion) {
    ArrayNode labels = root.putArray("labels");
    confusion.labels().names().forEach(labels::add);
    ArrayNode rows = root.putArray("confusion");
    int classes = confusion.labels().size();
    for (int label = 0; label < classes; label++) {
      ArrayNode row = rows.addArray();
      for (int predicted = 0; predicted < classes; predicted++) {
        row.add(confusion.count(label, predicted));
      }
    }
  }

  private static ObjectNode node(ClassMetrics metrics) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("label", metrics.label());
    node.put("support", metrics.support());
    node.put("predicted", metrics.predicted());
    node.put("correct", metrics.correct());
    node.put("precision", boxed(metrics.precision()));
    node.put("recall", boxed(metrics.recall()));
    node.put("f1", boxed(metrics.f1()));
    return node;
  }

  private static ObjectNode node(Prediction prediction) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", prediction.id());
    node.put("label", prediction.label());
    node.put("predicted", prediction.predicted());
    node.put("probability", prediction.probability());
    node.put("labelProbability", prediction.labelProbability());
    return node;
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  static ConfusionMatrix readConfusion(String json) throws MalformedReportException {
    return confusion(parse(json));
  }

  static ClassificationReport readReport(String json) throws MalformedReportException {
    JsonNode root = parse(json);
    ConfusionMatrix confusion = confusion(root);
    List<Prediction> predictions = new ArrayList<>();
    try {
      for (JsonNode node : root.path("predictions")) {
        predictions.add(
            new Prediction(
                text(node, "id"),
                index(node, "label"),
                index(node, "predicted"),
                number(node, "probability"),
                number(node, "labelProbability")));
      }
      ClassificationReport report =
          new ClassificationReport(
              text(root, "split"),
              confusion,
              number(root, "logLoss"),
              predictions,
              // Reports of before there were views have none.
              root.has("views") ? text(root, "views") : ClassificationReport.PLAIN);
      if (!(Math.abs(number(root, "accuracy") - report.accuracy()) < 1e-9)) {
        throw new MalformedReportException(
            String.format(
                Locale.ROOT,
                "accuracy of the report is %s, but its counts give %s",
                root.get("accuracy"),
                report.accuracy()));
      }
      return report;
    } catch (IllegalArgumentException e) {
      throw new MalformedReportException("the report contradicts itself: " + e.getMessage(), e);
    }
  }

  private static JsonNode parse(String json) throws MalformedReportException {
    JsonNode root;
    try {
      root =
          new ObjectMapper()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
              .readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedReportException("the report is not JSON: " + e.getOriginalMessage(), e);
    }
    if (index(root, "schemaVersion") != SCHEMA_VERSION) {
      throw new MalformedReportException(
          String.format(
              Locale.ROOT,
              "schemaVersion of the report must be %d, but was %s: it needs another version of Graft4J",
              SCHEMA_VERSION,
              root.get("schemaVersion")));
    }
    return root;
  }

  private static ConfusionMatrix confusion(JsonNode root) throws MalformedReportException {
    List<String> names = new ArrayList<>();
    for (JsonNode name : array(root, "labels")) {
      if (!name.isTextual()) {
        throw new MalformedReportException("labels must be texts, but one was " + name);
      }
      names.add(name.textValue());
    }
    JsonNode rows = array(root, "confusion");
    long[][] counts = new long[rows.size()][];
    for (int row = 0; row < counts.length; row++) {
      counts[row] = new long[rows.get(row).size()];
      for (int column = 0; column < counts[row].length; column++) {
        JsonNode count = rows.get(row).get(column);
        if (count == null || !count.isIntegralNumber() || !count.canConvertToLong()) {
          throw new MalformedReportException(
              String.format(
                  Locale.ROOT,
                  "confusion must hold whole numbers, but row %d held %s",
                  row,
                  count));
        }
        counts[row][column] = count.longValue();
      }
    }
    try {
      return ConfusionMatrix.of(LabelMap.of(names), counts);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedReportException("the report contradicts itself: " + e.getMessage(), e);
    }
  }

  private static JsonNode array(JsonNode node, String key) throws MalformedReportException {
    return present(node, key, node.path(key).isArray(), "an array");
  }

  private static String text(JsonNode node, String key) throws MalformedReportException {
    return present(node, key, node.path(key).isTextual(), "a text").textValue();
  }

  private static double number(JsonNode node, String key) throws MalformedReportException {
    return present(node, key, node.path(key).isNumber(), "a number").doubleValue();
  }

  private static int index(JsonNode node, String key) throws MalformedReportException {
    return present(node, key, node.path(key).isInt(), "a whole number").intValue();
  }

  private static JsonNode present(JsonNode node, String key, boolean right, String kind)
      throws MalformedReportException {
    if (!right) {
      throw new MalformedReportException(
          String.format(
              Locale.ROOT, "'%s' of the report must be %s, but was %s", key, kind, node.get(key)));
    }
    return node.get(key);
  }
}
