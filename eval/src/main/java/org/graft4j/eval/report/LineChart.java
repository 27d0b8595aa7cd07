package org.graft4j.eval.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Lines over the epochs, as an inline SVG.
 *
 * @param title above the chart
 * @param series drawn in this order; those without points leave no trace
 */
record LineChart(String title, List<Series> series) {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 250;
  private static final int LEFT = 54;
  private static final int RIGHT = 14;
  private static final int TOP = 12;
  private static final int BOTTOM = 40;

  /** One value at one epoch. */
  record Point(int epoch, double value) {}

  /**
   * One line.
   *
   * @param colour number of the run's colour
   * @param dashed tells validation from training
   */
  record Series(String name, int colour, boolean dashed, List<Point> points) {}

  boolean isEmpty() {
    return points().findAny().isEmpty();
  }

  /** The chart with its title as caption. */
  String figure() {
    int lastEpoch = points().mapToInt(Point::epoch).max().orElse(1);
    Ticks y = Ticks.covering(values().min().orElse(0), values().max().orElse(1), 4);
    StringBuilder svg = new StringBuilder();
    svg.append(
        Html.format(
            "<figure class=\"chart\"><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s by epoch\">",
            Html.escape(title), WIDTH, HEIGHT, Html.escape(title)));
    yAxis(svg, y);
    xAxis(svg, lastEpoch);
    for (Series line : series) {
      line(svg, line, lastEpoch, y);
    }
    return svg.append("</svg></figure>\n").toString();
  }

  private void yAxis(StringBuilder svg, Ticks y) {
    for (double value : y.values()) {
      double at = yOf(value, y);
      svg.append(
          Html.format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT, WIDTH - RIGHT, at, at, LEFT - 7, at + 4, y.label(value)));
    }
  }

  private void xAxis(StringBuilder svg, int lastEpoch) {
    int step = (int) Math.max(1, Ticks.covering(0, lastEpoch, 8).step());
    for (int epoch = step == 1 ? 1 : step; epoch <= lastEpoch; epoch += step) {
      svg.append(
          Html.format(
              "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
              xOf(epoch, lastEpoch), HEIGHT - BOTTOM + 18, epoch));
    }
    svg.append(
        Html.format(
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">epoch</text>",
            (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 5));
  }

  private void line(StringBuilder svg, Series line, int lastEpoch, Ticks y) {
    String kind = "s" + line.colour() + (line.dashed() ? " dashed" : "");
    if (line.points().size() > 1) {
      svg.append("<polyline class=\"line ").append(kind).append("\" points=\"");
      for (Point p : line.points()) {
        svg.append(Html.format("%.1f,%.1f ", xOf(p.epoch(), lastEpoch), yOf(p.value(), y)));
      }
      svg.append("\"/>");
    }
    // A dot carries the value as a tooltip; where there are many, it grows small.
    double radius = line.points().size() > 40 ? 1.5 : 3;
    for (Point p : line.points()) {
      svg.append(
          Html.format(
              "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s, epoch %d: %.4g</title></circle>",
              kind,
              xOf(p.epoch(), lastEpoch),
              yOf(p.value(), y),
              radius,
              Html.unmarked(line.name()),
              p.epoch(),
              p.value()));
    }
  }

  /** One epoch stands in the middle. */
  private static double xOf(int epoch, int lastEpoch) {
    double share = lastEpoch == 1 ? 0.5 : (epoch - 1.0) / (lastEpoch - 1);
    return LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 20);
  }

  private static double yOf(double value, Ticks y) {
    return HEIGHT - BOTTOM - (value - y.low()) / (y.high() - y.low()) * (HEIGHT - TOP - BOTTOM);
  }

  private Stream<Point> points() {
    return series.stream().flatMap(line -> line.points().stream());
  }

  private DoubleStream values() {
    return points().mapToDouble(Point::value);
  }
}
