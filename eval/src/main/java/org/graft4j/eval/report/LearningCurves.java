package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.graft4j.eval.report.LineChart.Point;
import org.graft4j.eval.report.LineChart.Series;
import org.graft4j.train.EpochRecord;
import org.jspecify.annotations.Nullable;

/** The section with loss, accuracy and learning rate over the epochs, one colour for each run. */
final class LearningCurves {
  private LearningCurves() {}

  static String section(List<RunResult> runs) {
    LineChart loss =
        new LineChart(
            "Loss",
            concat(
                series(runs, "training loss", false, EpochRecord::trainLoss),
                series(runs, "validation loss", true, EpochRecord::validationLoss)));
    LineChart accuracy =
        new LineChart(
            "Validation accuracy",
            series(runs, "validation accuracy", true, EpochRecord::validationAccuracy));
    LineChart rate =
        new LineChart(
            "Learning rate", series(runs, "learning rate", false, EpochRecord::learningRate));
    if (loss.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<section><h2>Learning curves</h2>\n");
    html.append(legend(runs)).append("<div class=\"charts\">");
    for (LineChart chart : List.of(loss, accuracy, rate)) {
      if (!chart.isEmpty()) {
        html.append(chart.svg());
      }
    }
    return html.append("</div></section>\n").toString();
  }

  private static String legend(List<RunResult> runs) {
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < runs.size(); i++) {
      html.append(
          Html.format(
              "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><circle class=\"dot s%d\" cx=\"7\" cy=\"7\" r=\"5\"/></svg>%s</li>",
              colour(i), Html.escape(runs.get(i).name())));
    }
    for (String kind : List.of("training", "validation")) {
      html.append(
          Html.format(
              "<li><svg width=\"30\" height=\"14\" aria-hidden=\"true\"><line class=\"line plain%s\" x1=\"1\" x2=\"29\" y1=\"7\" y2=\"7\"/></svg>%s</li>",
              kind.equals("validation") ? " dashed" : "", kind));
    }
    return html.append("</ul>\n").toString();
  }

  /** The palette has eight colours. */
  static int colour(int run) {
    return run % 8;
  }

  private static List<Series> series(
      List<RunResult> runs,
      String what,
      boolean dashed,
      Function<EpochRecord, @Nullable Double> value) {
    return IntStream.range(0, runs.size())
        .mapToObj(
            i ->
                new Series(
                    runs.get(i).name() + ", " + what,
                    colour(i),
                    dashed,
                    points(runs.get(i).history(), value)))
        .toList();
  }

  /** Epochs are numbered through the stages. */
  private static List<Point> points(
      List<EpochRecord> history, Function<EpochRecord, @Nullable Double> value) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Double number = value.apply(history.get(i));
      if (number != null) {
        points.add(new Point(i + 1, number));
      }
    }
    return points;
  }

  private static List<Series> concat(List<Series> a, List<Series> b) {
    List<Series> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
