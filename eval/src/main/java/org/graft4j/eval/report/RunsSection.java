package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;
import org.graft4j.train.EpochRecord;

/**
 * All runs side by side, with each accuracy and its interval on one scale.
 *
 * @param featured name of the run whose probabilities go into the JSON: the page shows no others
 */
record RunsSection(List<RunResult> runs, String featured) implements Section {

  @Override
  public String title() {
    return "Runs";
  }

  @Override
  public List<Block> blocks() {
    IntervalBar bar =
        IntervalBar.over(runs.stream().map(run -> run.report().accuracyInterval()).toList());
    Table table =
        Table.of("Runs")
            .text("Run")
            .number("Accuracy")
            .text("95\u202f% interval")
            .drawing(bar.axis())
            .number("Macro F1")
            .number("Log loss")
            .number("Samples");
    // An evaluation trains nothing.
    boolean trained = runs.stream().anyMatch(run -> !run.history().isEmpty());
    if (trained) {
      table.number("Epochs");
    }
    table.number("Seconds");
    for (int i = 0; i < runs.size(); i++) {
      RunResult run = runs.get(i);
      ClassificationReport report = run.report();
      Interval interval = report.accuracyInterval();
      List<Words> cells = new ArrayList<>();
      Collections.addAll(
          cells,
          Words.named(run.name()),
          Words.of("").strong(Html.percent(report.accuracy())),
          Words.of(Html.percent(interval.low()) + " to " + Html.percent(interval.high())),
          bar.of(report.accuracy(), interval, CurvesSection.colour(i)),
          Words.number(report.macroF1()),
          Words.number(report.logLoss()),
          Words.count(report.n()));
      if (trained) {
        cells.add(Words.count(run.history().size()));
      }
      cells.add(Words.of(Html.format("%.1f", run.seconds())));
      table.row(cells.toArray(Words[]::new));
    }
    return List.of(table);
  }

  @Override
  public void putInto(ObjectNode root) {
    ArrayNode array = root.putArray("runs");
    for (RunResult run : runs) {
      ObjectNode node = array.addObject();
      node.put("name", run.name());
      node.put("seconds", run.seconds());
      ArrayNode history = node.putArray("history");
      run.history().forEach(epoch -> add(history, epoch));
      boolean whole = run.name().equals(featured);
      node.set("report", RunReportJson.tree(run.report().toJson(whole)));
    }
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
    if (!epoch.terms().isEmpty()) {
      ObjectNode terms = node.putObject("terms");
      epoch.terms().forEach(terms::put);
    }
  }
}
