package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.metric.ClassCounts;

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
    List<ClassCounts> classes = report.perClass();
    for (int i = 0; i < classes.size(); i++) {
      ClassCounts counts = classes.get(i);
      table.row(
          Words.named(report.confusion().labels().name(i)),
          Words.number(counts.precision()),
          Words.number(counts.recall()),
          Words.number(counts.fBeta(1)),
          Words.count(counts.support()),
          Words.count(counts.predicted()),
          Words.count(counts.truePositives()));
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
