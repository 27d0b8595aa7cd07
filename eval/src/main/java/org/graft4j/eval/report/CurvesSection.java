package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.graft4j.eval.report.LineChart.Point;
import org.graft4j.eval.report.LineChart.Series;
import org.graft4j.train.EpochRecord;
import org.jspecify.annotations.Nullable;

/** Loss, accuracy and learning rate over the epochs, one colour for each run. */
record CurvesSection(List<RunResult> runs) implements Section {

  private static final String PARTS =
      "What the methods of a run add to the loss, each part on a scale of its own: means over an"
          + " epoch, times their weights, so that they can be compared with the loss. The curve of"
          + " the loss is without them. A stage that trains nothing that a method looks at has no"
          + " such part.";

  @Override
  public String title() {
    return "Learning curves";
  }

  @Override
  public List<Block> blocks() {
    LineChart loss =
        new LineChart(
            "Loss",
            concat(
                series("training loss", false, EpochRecord::trainLoss),
                series("validation loss", true, EpochRecord::validationLoss)));
    LineChart accuracy =
        new LineChart(
            "Validation accuracy",
            series("validation accuracy", true, EpochRecord::validationAccuracy));
    LineChart rate =
        new LineChart("Learning rate", series("learning rate", false, EpochRecord::learningRate));
    if (loss.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(Block.drawing(legend() + charts(List.of(loss, accuracy, rate))));
    List<LineChart> parts = parts();
    if (!parts.isEmpty()) {
      blocks.add(Block.note(PARTS));
      blocks.add(Block.drawing(charts(parts)));
    }
    blocks.add(lastEpochs());
    return blocks;
  }

  private static String charts(List<LineChart> charts) {
    StringBuilder html = new StringBuilder("<div class=\"charts\">");
    for (LineChart chart : charts) {
      html.append(chart.isEmpty() ? "" : chart.figure());
    }
    return html.append("</div>\n").toString();
  }

  /**
   * What the objective has beside the loss; each on an axis of its own, for they differ in size.
   */
  private List<LineChart> parts() {
    return runs.stream()
        .flatMap(run -> run.history().stream())
        .flatMap(epoch -> epoch.terms().keySet().stream())
        .distinct()
        .map(
            name ->
                new LineChart(
                    "Part of the objective: " + name,
                    series(name, false, epoch -> epoch.terms().get(name))))
        .toList();
  }

  /** What the curves come to, for those who do not see them. */
  private Block lastEpochs() {
    Table table =
        Table.of("The last epoch of each run")
            .text("Run")
            .number("Last epoch")
            .number("Training loss")
            .number("Validation loss")
            .number("Validation accuracy")
            .number("Learning rate");
    for (RunResult run : runs) {
      if (!run.history().isEmpty()) {
        EpochRecord last = run.history().get(run.history().size() - 1);
        table.row(
            Words.named(run.name()),
            Words.count(run.history().size()),
            Words.number(last.trainLoss()),
            Words.number(optional(last.validationLoss())),
            Words.number(optional(last.validationAccuracy())),
            Words.of(Html.format("%.3g", last.learningRate())));
      }
    }
    return table;
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The epochs are with the runs. */
  @Override
  public void putInto(ObjectNode root) {}

  private String legend() {
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < runs.size(); i++) {
      html.append(
          Html.format(
              "<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><circle class=\"dot s%d\" cx=\"7\" cy=\"7\" r=\"5\"/></svg><bdi>%s</bdi></li>",
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

  private List<Series> series(
      String what, boolean dashed, Function<EpochRecord, @Nullable Double> value) {
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
