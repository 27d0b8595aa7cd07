package org.graft4j.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The JSON form of {@link ClassificationState}, version 1. */
final class StateOfClassification {
  private static final String KIND = "classification";
  private static final int VERSION = 1;

  private StateOfClassification() {}

  static String write(
      ClassificationState state, boolean keepsPredictions, Optional<PredictionTable> table) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("kind", KIND);
    root.put("schemaVersion", VERSION);
    ReportJson.putConfusion(root, state.confusion());
    state.scores().put(root.putObject("states"));
    root.put("keepsPredictions", keepsPredictions);
    table.ifPresent(rows -> ReportJson.putPredictions(root, rows));
    return root.toString();
  }

  static ClassificationState read(String json) throws IOException {
    JsonNode root = ReportJson.parse(json);
    if (!KIND.equals(root.path("kind").textValue())) {
      throw new MalformedReportException(
          "kind of the state must be " + KIND + ", but was " + root.get("kind"));
    }
    ReportJson.requireVersion(root, VERSION);
    ReportJson.requireKnown(
        root,
        Set.of(
            "kind",
            "schemaVersion",
            "labels",
            "confusion",
            "states",
            "keepsPredictions",
            "predictions"));
    ConfusionMatrix confusion = ReportJson.confusion(root);
    ScoreStates scores = ScoreStates.read(root.path("states"));
    String problem = scores.problemBeside(confusion);
    if (!problem.isEmpty()) {
      throw new MalformedReportException("the state contradicts itself: " + problem);
    }
    if (!root.path("keepsPredictions").isBoolean()) {
      throw new MalformedReportException(
          "'keepsPredictions' of the state must be true or false, but was "
              + root.get("keepsPredictions"));
    }
    if (!root.path("keepsPredictions").booleanValue()) {
      return ClassificationState.ofCounts(confusion, scores);
    }
    return kept(root, confusion, scores);
  }

  private static ClassificationState kept(
      JsonNode root, ConfusionMatrix confusion, ScoreStates scores) throws IOException {
    if (!root.has("predictions")) {
      if (confusion.total() > 0) {
        throw new MalformedReportException(
            String.format(
                Locale.ROOT,
                "the state must hold its %d predictions, but held none",
                confusion.total()));
      }
      return new ClassificationState(confusion.labels(), true);
    }
    ClassificationState state =
        ClassificationState.of(ReportJson.predictions(root, confusion.labels()), true);
    if (!state.confusion().equals(confusion) || !state.scores().sameAs(scores)) {
      throw new MalformedReportException(
          "the state contradicts itself: predictions must add up to its counts, but do not");
    }
    return state;
  }
}
