package org.graft4j.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.metric.ClassCounts;
import org.graft4j.eval.metric.RankedScores;
import org.graft4j.eval.report.UnitPlot.Point;
import org.jspecify.annotations.Nullable;

/** How well each class's probability ranks its samples above the others: ROC and PR curves. */
record RankingSection(Optional<PredictionTable> predictions) implements Section {
  /** Up to so many classes all have their curves. */
  private static final int ALL = 9;

  /** Of more, the worst have. */
  private static final int WORST = 6;

  /** The curves of one class against the rest; without points if it is undefined or not drawn. */
  private record ClassCurves(
      String label, RankedScores scores, List<Point> roc, List<Point> precisionRecall) {

    boolean drawn() {
      return !roc.isEmpty();
    }

    private static ClassCurves of(String label, RankedScores scores, boolean drawn) {
      return drawn
          ? new ClassCurves(label, scores, rocOf(scores), precisionRecallOf(scores))
          : new ClassCurves(label, scores, List.of(), List.of());
    }

    private static List<Point> rocOf(RankedScores scores) {
      List<Point> points = new ArrayList<>(List.of(new Point(0, 0)));
      for (int i = 0; i < scores.thresholds(); i++) {
        ClassCounts at = scores.at(i);
        points.add(new Point(1 - at.specificity().orElseThrow(), at.recall().orElseThrow()));
      }
      return UnitPlot.thinned(points);
    }

    /** As steps, which is how average precision takes it. */
    private static List<Point> precisionRecallOf(RankedScores scores) {
      List<Point> points = new ArrayList<>();
      double before = 0;
      for (int i = 0; i < scores.thresholds(); i++) {
        ClassCounts at = scores.at(i);
        double precision = at.precision().orElseThrow();
        points.add(new Point(before, precision));
        before = at.recall().orElseThrow();
        points.add(new Point(before, precision));
      }
      return UnitPlot.thinned(points);
    }
  }

  @Override
  public String title() {
    return "Ranking";
  }

  /** In the order of the label map. */
  private List<ClassCurves> curves() {
    if (predictions.isEmpty()) {
      return List.of();
    }
    PredictionTable table = predictions.get();
    List<RankedScores> scores = new ArrayList<>();
    for (int c = 0; c < table.labels().size(); c++) {
      scores.add(oneVersusRest(table, c));
    }
    Set<RankedScores> drawn = new HashSet<>(drawn(scores));
    List<ClassCurves> curves = new ArrayList<>();
    for (int c = 0; c < scores.size(); c++) {
      curves.add(
          ClassCurves.of(table.labels().name(c), scores.get(c), drawn.contains(scores.get(c))));
    }
    return curves;
  }

  private static List<RankedScores> drawn(List<RankedScores> scores) {
    List<RankedScores> defined = scores.stream().filter(s -> s.rocArea().isPresent()).toList();
    return defined.size() <= ALL
        ? defined
        : defined.stream()
            .sorted(Comparator.comparingDouble(s -> s.rocArea().orElseThrow()))
            .limit(WORST)
            .toList();
  }

  private static RankedScores oneVersusRest(PredictionTable table, int positive) {
    double[] scores = new double[table.size()];
    boolean[] is = new boolean[table.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = table.probability(i, positive);
      is[i] = table.label(i) == positive;
    }
    return RankedScores.of(scores, is);
  }

  @Override
  public List<Block> blocks() {
    List<ClassCurves> curves = curves();
    if (curves.isEmpty()) {
      return List.of();
    }
    List<ClassCurves> drawn = curves.stream().filter(ClassCurves::drawn).toList();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Block.note(
            "Each class against the rest by its own probability. "
                + (drawn.size() < curves.size()
                    ? "Drawn are those with the smallest area under the ROC curve that is defined."
                    : "")));
    if (!drawn.isEmpty()) {
      blocks.add(Block.drawing(figures("ROC", drawn)));
      blocks.add(Block.drawing(figures("Precision and recall", drawn)));
    }
    Table table =
        Table.scrolling("Areas under the curves")
            .text("Class")
            .number("ROC area")
            .number("Average precision")
            .number("Samples")
            .number("Others");
    for (ClassCurves curve : curves) {
      table.row(
          Words.named(curve.label()),
          Words.number(curve.scores().rocArea()),
          Words.number(curve.scores().averagePrecision()),
          Words.count(curve.scores().positives()),
          Words.count(curve.scores().negatives()));
    }
    blocks.add(table);
    return blocks;
  }

  private static String figures(String kind, List<ClassCurves> drawn) {
    boolean roc = kind.equals("ROC");
    StringBuilder html = new StringBuilder("<h3>" + kind + "</h3>\n<div class=\"multiples\">");
    for (ClassCurves curve : drawn) {
      String area =
          Html.format(
              "%.3f",
              (roc ? curve.scores().rocArea() : curve.scores().averagePrecision()).orElseThrow());
      html.append(
          new UnitPlot(
                  Html.format(
                      "<bdi>%s</bdi> <span class=\"note\">%s</span>",
                      Html.escape(Html.shorten(curve.label(), 40)), area),
                  kind + " of " + curve.label() + ": " + area,
                  roc ? "false positives" : "recall",
                  roc ? "recall" : "precision",
                  roc ? curve.roc() : curve.precisionRecall(),
                  roc)
              .figure());
    }
    return html.append("</div>\n").toString();
  }

  @Override
  public void putInto(ObjectNode root) {
    ArrayNode array = root.putArray("ranking");
    for (ClassCurves curve : curves()) {
      ObjectNode node = array.addObject();
      node.put("label", curve.label());
      node.put("positives", curve.scores().positives());
      node.put("negatives", curve.scores().negatives());
      node.put("rocArea", boxed(curve.scores().rocArea()));
      node.put("averagePrecision", boxed(curve.scores().averagePrecision()));
      put(node.putArray("roc"), curve.roc());
      put(node.putArray("precisionRecall"), curve.precisionRecall());
    }
  }

  private static void put(ArrayNode array, List<Point> points) {
    points.forEach(p -> array.addArray().add(p.x()).add(p.y()));
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
