package org.graft4j.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.graft4j.eval.Prediction;
import org.graft4j.train.EpochRecord;

/** The JSON form of a run report, version 1. */
final class RunReportJson {
  private static final int SCHEMA_VERSION = 1;

  private RunReportJson() {}

  static String write(RunReport report) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("title", report.title());
    root.put("featured", report.featured());
    ObjectNode settings = root.putObject("settings");
    report.settings().forEach(settings::put);
    ArrayNode runs = root.putArray("runs");
    for (RunResult run : report.runs()) {
      ObjectNode node = runs.addObject();
      node.put("name", run.name());
      node.put("seconds", run.seconds());
      ArrayNode history = node.putArray("history");
      run.history().forEach(epoch -> add(history, epoch));
      try {
        node.set("report", mapper.readTree(run.report().toJson(true)));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("report of run '" + run.name() + "' is no JSON", e);
      }
    }
    ArrayNode samples = root.putArray("samples");
    report.samples().forEach(sample -> add(samples, sample.prediction()));
    return root.toString();
  }

  /** Epochs are numbered through the stages. */
  private static void add(ArrayNode history, EpochRecord epoch) {
    int number = history.size() + 1;
    ObjectNode node = history.addObject();
    node.put("epoch", number);
    node.put("stage", epoch.stage());
    node.put("trainLoss", epoch.trainLoss());
    node.put("validationLoss", epoch.validationLoss());
    node.put("validationAccuracy", epoch.validationAccuracy());
    node.put("learningRate", epoch.learningRate());
  }

  private static void add(ArrayNode samples, Prediction prediction) {
    ObjectNode node = samples.addObject();
    node.put("id", prediction.id());
    node.put("label", prediction.label());
    node.put("predicted", prediction.predicted());
    node.put("probability", prediction.probability());
    node.put("labelProbability", prediction.labelProbability());
  }
}
