package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.ConfusionMatrix;
import org.graft4j.eval.metric.ClassCounts;

/** The tables about single classes: which are confused, and the numbers of each. */
final class ClassTables {
  private static final int PAIRS = 10;

  private ClassTables() {}

  private record Pair(int label, int predicted, long count) {}

  /** The most frequent confusions; empty if there was none. */
  static String mostConfused(ConfusionMatrix matrix) {
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < matrix.labels().size(); row++) {
      for (int column = 0; column < matrix.labels().size(); column++) {
        if (row != column && matrix.count(row, column) > 0) {
          pairs.add(new Pair(row, column, matrix.count(row, column)));
        }
      }
    }
    if (pairs.isEmpty()) {
      return "<p>No class was taken for another.</p>\n";
    }
    pairs.sort(
        Comparator.comparingLong(Pair::count)
            .reversed()
            .thenComparingInt(Pair::label)
            .thenComparingInt(Pair::predicted));
    StringBuilder html =
        new StringBuilder("<h3>Most confused</h3>\n<div class=\"scroll\"><table><thead><tr>")
            .append(
                "<th>True class<th>Taken for<th class=\"n\">Count<th class=\"n\">Of</tr></thead><tbody>");
    List<ClassCounts> classes = matrix.perClass();
    for (Pair pair : pairs.subList(0, Math.min(PAIRS, pairs.size()))) {
      html.append(
          Html.format(
              "<tr><td><bdi>%s</bdi><td><bdi>%s</bdi><td class=\"n\">%d<td class=\"n\">%d</tr>",
              Html.escape(matrix.labels().name(pair.label())),
              Html.escape(matrix.labels().name(pair.predicted())),
              pair.count(),
              classes.get(pair.label()).support()));
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  static String perClass(ClassificationReport report) {
    StringBuilder html =
        new StringBuilder(
                "<section><h2>Classes</h2>\n<div class=\"scroll tall\" tabindex=\"0\"><table><thead><tr>")
            .append("<th>Class<th class=\"n\">Precision<th class=\"n\">Recall<th class=\"n\">F1")
            .append(
                "<th class=\"n\">Samples<th class=\"n\">Predicted<th class=\"n\">Correct</tr></thead><tbody>");
    List<ClassCounts> classes = report.perClass();
    for (int i = 0; i < classes.size(); i++) {
      ClassCounts counts = classes.get(i);
      html.append(
          Html.format(
              "<tr><td><bdi>%s</bdi><td class=\"n\">%s<td class=\"n\">%s<td class=\"n\">%s<td class=\"n\">%d<td class=\"n\">%d<td class=\"n\">%d</tr>",
              Html.escape(report.confusion().labels().name(i)),
              value(counts.precision()),
              value(counts.recall()),
              value(counts.fBeta(1)),
              counts.support(),
              counts.predicted(),
              counts.truePositives()));
    }
    html.append(
        Html.format(
            "</tbody><tfoot><tr><th>Macro average<th class=\"n\">%.3f<th class=\"n\">%.3f<th class=\"n\">%.3f<th class=\"n\">%d<th class=\"n\">%d<th class=\"n\">%d</tr></tfoot></table></div>",
            report.macroPrecision(),
            report.macroRecall(),
            report.macroF1(),
            report.n(),
            report.n(),
            report.confusion().correct()));
    return html.append(
            "<p class=\"note\">Precision stands on the count under Predicted, recall on that under Samples. A dash is an undefined value (0/0); the macro averages go over all classes and take it as 0.</p></section>\n")
        .toString();
  }

  private static String value(OptionalDouble value) {
    return value.isPresent()
        ? Html.format("%.3f", value.getAsDouble())
        : "<span title=\"undefined\">&ndash;</span>";
  }
}
