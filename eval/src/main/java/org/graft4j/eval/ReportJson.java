package org.graft4j.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.metric.ClassCounts;
import org.graft4j.eval.metric.MalformedStateException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of reports, version 2, and of confusion matrices, version 1. Reports of version 1
 * are read too.
 */
final class ReportJson {
  private static final int SCHEMA_VERSION = 2;
  private static final int CONFUSION_VERSION = 1;

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private ReportJson() {}

  static String write(ConfusionMatrix confusion) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", CONFUSION_VERSION);
    putConfusion(root, confusion);
    return root.toString();
  }

  static String write(ClassificationReport report, boolean withPredictions) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("split", report.split());
    root.put("views", report.views());
    TemperingJson.put(root, report.tempering());
    putNumbers(root, report);
    MetricJson.put(root, report.metrics());
    putConfusion(root, report.confusion());
    if (report.states().isPresent()) {
      report.states().get().put(root.putObject("states"));
    } else {
      root.putNull("states");
    }
    if (withPredictions) {
      if (report.table().isPresent()) {
        putPredictions(root, report.table().get());
      } else if (!report.predictions().isEmpty()) {
        ReportVersion1.put(root.putArray("predictions"), report.predictions());
      }
    }
    return root.toString();
  }

  /** What follows from counts and states. */
  private static void putNumbers(ObjectNode root, ClassificationReport report) {
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
    root.put("brier", boxed(report.brier()));
    root.put("expectedCalibrationError", boxed(report.expectedCalibrationError()));
    root.put("maximumCalibrationError", boxed(report.maximumCalibrationError()));
    TemperingJson.putBins(root.putArray("reliability"), report.reliability());
    ObjectNode topK = root.putObject("topK");
    for (int k : List.of(1, 3, 5)) {
      if (k <= report.confusion().labels().size()) {
        topK.put(Integer.toString(k), boxed(report.topK(k)));
      }
    }
    ArrayNode perClass = root.putArray("perClass");
    List<ClassCounts> classes = report.perClass();
    for (int i = 0; i < classes.size(); i++) {
      perClass.add(node(report.confusion().labels().name(i), classes.get(i)));
    }
  }

  static void putConfusion(ObjectNode root, ConfusionMatrix confusion) {
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

  static void putPredictions(ObjectNode root, PredictionTable table) {
    ArrayNode predictions = root.putArray("predictions");
    for (int i = 0; i < table.size(); i++) {
      ObjectNode node = predictions.addObject();
      node.put("id", table.ids().get(i));
      node.put("label", table.label(i));
      ArrayNode probabilities = node.putArray("probabilities");
      for (double p : table.probabilities(i)) {
        probabilities.add(p);
      }
    }
  }

  private static ObjectNode node(String label, ClassCounts counts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("label", label);
    node.put("support", counts.support());
    node.put("predicted", counts.predicted());
    node.put("correct", counts.truePositives());
    node.put("precision", boxed(counts.precision()));
    node.put("recall", boxed(counts.recall()));
    node.put("specificity", boxed(counts.specificity()));
    node.put("f1", boxed(counts.fBeta(1)));
    return node;
  }

  static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  static ConfusionMatrix readConfusion(String json) throws MalformedReportException {
    JsonNode root = parse(json);
    requireVersion(root, CONFUSION_VERSION);
    return confusion(root);
  }

  static ClassificationReport readReport(String json) throws IOException {
    JsonNode root = parse(json);
    int version = index(root, "schemaVersion");
    if (version != 1) {
      requireVersion(root, SCHEMA_VERSION);
    }
    try {
      ClassificationReport report = version == 1 ? ReportVersion1.read(root) : version2(root);
      if (!(Math.abs(number(root, "accuracy") - report.accuracy()) < 1e-9)) {
        throw new MalformedReportException(
            String.format(
                Locale.ROOT,
                "accuracy of the report is %s, but its counts give %s",
                root.get("accuracy"),
                report.accuracy()));
      }
      return report;
    } catch (MalformedStateException e) {
      throw new MalformedReportException("a state of the report: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedReportException("the report contradicts itself: " + e.getMessage(), e);
    }
  }

  private static ClassificationReport version2(JsonNode root) throws IOException {
    ClassificationReport report =
        root.path("states").isNull()
            ? ReportVersion1.read(root)
            : ofStates(root, confusion(root)).withViews(text(root, "views"));
    Optional<Tempering> tempering = TemperingJson.read(root);
    if (tempering.isPresent()) {
      report = report.withTempering(tempering.get());
    }
    report = report.withMetrics(MetricJson.read(root));
    ReportCheck.derived(root, tree(write(report, false)));
    return report;
  }

  private static ClassificationReport ofStates(JsonNode root, ConfusionMatrix confusion)
      throws IOException {
    ScoreStates states = ScoreStates.read(root.path("states"));
    String problem = states.problemBeside(confusion);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
    if (!root.has("predictions")) {
      return ClassificationReport.of(text(root, "split"), confusion, states, Optional.empty());
    }
    ClassificationReport report =
        ClassificationReport.of(text(root, "split"), predictions(root, confusion.labels()));
    if (!report.confusion().equals(confusion) || !report.states().orElseThrow().sameAs(states)) {
      throw new IllegalArgumentException("predictions must add up to the counts, but do not");
    }
    return report;
  }

  static PredictionTable predictions(JsonNode root, LabelMap labels)
      throws MalformedReportException {
    PredictionTable.Builder table = PredictionTable.of(labels);
    try {
      for (JsonNode node : array(root, "predictions")) {
        JsonNode values = array(node, "probabilities");
        double[] probabilities = new double[values.size()];
        for (int i = 0; i < probabilities.length; i++) {
          probabilities[i] =
              present(values.get(i), values.get(i).isNumber(), "probabilities", "numbers")
                  .doubleValue();
        }
        table.add(text(node, "id"), index(node, "label"), probabilities);
      }
      return table.build();
    } catch (IllegalArgumentException e) {
      throw new MalformedReportException("the report contradicts itself: " + e.getMessage(), e);
    }
  }

  /** Parses what this program has just written. */
  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state is no JSON", e);
    }
  }

  static JsonNode parse(String json) throws MalformedReportException {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedReportException("the report is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  static void requireVersion(JsonNode root, int version) throws MalformedReportException {
    if (index(root, "schemaVersion") != version) {
      throw new MalformedReportException(
          String.format(
              Locale.ROOT,
              "schemaVersion of the report must be %d, but was %s: it needs another version of"
                  + " Graft4J",
              version,
              root.get("schemaVersion")));
    }
  }

  static void requireKnown(JsonNode root, Set<String> known) throws MalformedReportException {
    for (String key : (Iterable<String>) root::fieldNames) {
      if (!known.contains(key)) {
        throw new MalformedReportException(
            "unknown key '" + key + "'; known: " + new TreeSet<>(known));
      }
    }
  }

  static ConfusionMatrix confusion(JsonNode root) throws MalformedReportException {
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

  static JsonNode array(JsonNode node, String key) throws MalformedReportException {
    return present(node.get(key), node.path(key).isArray(), key, "an array");
  }

  static String text(JsonNode node, String key) throws MalformedReportException {
    return present(node.get(key), node.path(key).isTextual(), key, "a text").textValue();
  }

  static double number(JsonNode node, String key) throws MalformedReportException {
    return present(node.get(key), node.path(key).isNumber(), key, "a number").doubleValue();
  }

  static int index(JsonNode node, String key) throws MalformedReportException {
    return present(node.get(key), node.path(key).isInt(), key, "a whole number").intValue();
  }

  private static JsonNode present(JsonNode node, boolean right, String key, String kind)
      throws MalformedReportException {
    if (!right) {
      throw new MalformedReportException(
          String.format(Locale.ROOT, "'%s' of the report must be %s, but was %s", key, kind, node));
    }
    return node;
  }
}
