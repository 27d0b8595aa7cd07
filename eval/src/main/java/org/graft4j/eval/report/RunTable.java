package org.graft4j.eval.report;

import java.util.List;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Interval;

/** The table of all runs, with each accuracy and its interval on one scale. */
final class RunTable {
  private static final int WIDTH = 180;

  private RunTable() {}

  static String html(List<RunResult> runs) {
    double low =
        runs.stream().mapToDouble(run -> run.report().accuracyInterval().low()).min().orElse(0);
    double high =
        runs.stream().mapToDouble(run -> run.report().accuracyInterval().high()).max().orElse(1);
    Ticks scale = Ticks.covering(low, high, 4);
    StringBuilder html =
        new StringBuilder(
                "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th>Run<th class=\"n\">Accuracy<th>95&#8239;% interval")
            .append(axis(scale))
            .append(
                "<th class=\"n\">Macro F1<th class=\"n\">Log loss<th class=\"n\">Samples<th class=\"n\">Epochs<th class=\"n\">Seconds</tr></thead><tbody>");
    for (int i = 0; i < runs.size(); i++) {
      html.append(row(runs.get(i), LearningCurves.colour(i), scale));
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String axis(Ticks scale) {
    return Html.format(
        "<th><span class=\"ends\"><span>%s</span><span>%s</span></span>",
        Html.percent(scale.low()), Html.percent(scale.high()));
  }

  private static String row(RunResult run, int colour, Ticks scale) {
    ClassificationReport report = run.report();
    Interval interval = report.accuracyInterval();
    return Html.format(
        "<tr><td><bdi>%s</bdi><td class=\"n\"><b>%s</b><td>%s to %s<td>%s<td class=\"n\">%.3f<td class=\"n\">%.3f<td class=\"n\">%d<td class=\"n\">%d<td class=\"n\">%.1f</tr>",
        Html.escape(run.name()),
        Html.percent(report.accuracy()),
        Html.percent(interval.low()),
        Html.percent(interval.high()),
        whisker(report.accuracy(), interval, colour, scale),
        report.macroF1(),
        report.logLoss(),
        report.n(),
        run.history().size(),
        run.seconds());
  }

  private static String whisker(double accuracy, Interval interval, int colour, Ticks scale) {
    return Html.format(
        "<svg width=\"%d\" height=\"20\" aria-hidden=\"true\"><line class=\"grid\" x1=\"0\" x2=\"%d\" y1=\"10\" y2=\"10\"/><line class=\"line s%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"10\" y2=\"10\"/><circle class=\"dot s%d\" cx=\"%.1f\" cy=\"10\" r=\"5\"/></svg>",
        WIDTH,
        WIDTH,
        colour,
        at(interval.low(), scale),
        at(interval.high(), scale),
        colour,
        at(accuracy, scale));
  }

  private static double at(double value, Ticks scale) {
    return 6 + (value - scale.low()) / (scale.high() - scale.low()) * (WIDTH - 12);
  }
}
