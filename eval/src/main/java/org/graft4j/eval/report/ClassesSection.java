package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.graft4j.eval.ClassMetrics;
import org.graft4j.eval.ClassificationReport;

/** The numbers of each class. */
record ClassesSection(ClassificationReport report) implements Section {

  @Override
  public String title() {
    return "Classes";
  }

  @Override
  public List<Block> blocks() {
    Table table =
        Table.scrolling("Classes")
            .text("Class")
            .number("Precision")
            .number("Recall")
            .number("F1")
            .number("Samples")
            .number("Predicted")
            .number("Correct");
    for (ClassMetrics metrics : report.perClass()) {
      table.row(
          Words.named(metrics.label()),
          Words.number(metrics.precision()),
          Words.number(metrics.recall()),
          Words.number(metrics.f1()),
          Words.count(metrics.support()),
          Words.count(metrics.predicted()),
          Words.count(metrics.correct()));
    }
    table.foot(
        Words.of("Macro average"),
        Words.number(report.macroPrecision()),
        Words.number(report.macroRecall()),
        Words.number(report.macroF1()),
        Words.count(report.n()),
        Words.count(report.n()),
        Words.count(report.confusion().correct()));
    return List.of(
        table,
        Block.note(
            "Precision stands on the count under Predicted, recall on that under Samples. A dash is an undefined value (0/0); the macro averages go over all classes and take it as 0."));
  }

  /** The classes are with the run. */
  @Override
  public void putInto(ObjectNode root) {}
}
