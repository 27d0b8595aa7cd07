package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A small line in the unit square.
 *
 * @param caption HTML
 * @param alternative what to say in place of the drawing
 * @param x name of the axis
 * @param y name of the axis
 * @param points in the order to be joined, both coordinates in [0, 1]
 * @param diagonal whether chance is a line from corner to corner
 */
record UnitPlot(
    String caption, String alternative, String x, String y, List<Point> points, boolean diagonal) {
  private static final int SIDE = 130;
  private static final int LEFT = 40;
  private static final int TOP = 6;
  private static final int WIDTH = LEFT + SIDE + 10;
  private static final int HEIGHT = TOP + SIDE + 32;

  /** Nearer points are one on any screen. */
  private static final double NEAR = 0.004;

  /** A place in the unit square. */
  record Point(double x, double y) {}

  /** The points without those that nobody could tell from the one before; the ends stay. */
  static List<Point> thinned(List<Point> points) {
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      boolean end = i == 0 || i == points.size() - 1;
      if (end || far(point, kept.get(kept.size() - 1))) {
        kept.add(point);
      }
    }
    return kept;
  }

  private static boolean far(Point a, Point b) {
    return Math.abs(a.x() - b.x()) >= NEAR || Math.abs(a.y() - b.y()) >= NEAR;
  }

  String figure() {
    StringBuilder svg =
        new StringBuilder(
            Html.format(
                "<figure class=\"chart\"><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                caption, WIDTH, HEIGHT, Html.escape(alternative)));
    for (double tick : new double[] {0, 0.5, 1}) {
      svg.append(
          Html.format(
              "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/><line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
              xOf(0), xOf(1), yOf(tick), yOf(tick), xOf(tick), xOf(tick), yOf(0), yOf(1)));
      String label = tick == 0.5 ? "0.5" : Html.format("%.0f", tick);
      svg.append(
          Html.format(
              "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text><text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              LEFT - 5, yOf(tick) + 4, label, xOf(tick), TOP + SIDE + 14, label));
    }
    svg.append(
        Html.format(
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text><text class=\"tick\" text-anchor=\"middle\" transform=\"translate(12 %.1f) rotate(-90)\">%s</text>",
            xOf(0.5), HEIGHT - 4, Html.escape(x), yOf(0.5), Html.escape(y)));
    if (diagonal) {
      svg.append(
          Html.format(
              "<line class=\"line plain dashed\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
              xOf(0), xOf(1), yOf(0), yOf(1)));
    }
    svg.append("<polyline class=\"line s0\" points=\"");
    points.forEach(p -> svg.append(Html.format("%.1f,%.1f ", xOf(p.x()), yOf(p.y()))));
    return svg.append("\"/></svg></figure>\n").toString();
  }

  private static double xOf(double value) {
    return LEFT + value * SIDE;
  }

  private static double yOf(double value) {
    return TOP + (1 - value) * SIDE;
  }
}
