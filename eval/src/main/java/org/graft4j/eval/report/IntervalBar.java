package org.graft4j.eval.report;

import java.util.List;
import org.graft4j.eval.Interval;

/**
 * Values with their intervals, drawn on one scale in the cells of a table.
 *
 * @param scale of all of them
 */
record IntervalBar(Ticks scale) {
  private static final int WIDTH = 180;

  static IntervalBar over(List<Interval> intervals) {
    double low = intervals.stream().mapToDouble(Interval::low).min().orElse(0);
    double high = intervals.stream().mapToDouble(Interval::high).max().orElse(1);
    return new IntervalBar(Ticks.covering(low, high, 4));
  }

  /** The ends of the scale, to head the column. */
  Words axis() {
    return Words.drawing(
        Html.format(
            "<span class=\"ends tick\"><span>%s</span><span>%s</span></span>",
            Html.percent(scale.low()), Html.percent(scale.high())));
  }

  Words of(double value, Interval interval, int colour) {
    return Words.drawing(
        Html.format(
            "<svg width=\"%d\" height=\"20\" aria-hidden=\"true\"><line class=\"grid\" x1=\"0\" x2=\"%d\" y1=\"10\" y2=\"10\"/><line class=\"line s%d\" x1=\"%.1f\" x2=\"%.1f\" y1=\"10\" y2=\"10\"/><circle class=\"dot s%d\" cx=\"%.1f\" cy=\"10\" r=\"5\"/></svg>",
            WIDTH, WIDTH, colour, at(interval.low()), at(interval.high()), colour, at(value)));
  }

  private double at(double value) {
    return 6 + (value - scale.low()) / (scale.high() - scale.low()) * (WIDTH - 12);
  }
}
