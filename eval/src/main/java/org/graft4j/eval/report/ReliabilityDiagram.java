package org.graft4j.eval.report;

import java.util.List;
import org.graft4j.eval.metric.Calibration.Bin;

/**
 * Bars of what was right over what was said, with the count of each bin below.
 *
 * @param title above the drawing
 */
record ReliabilityDiagram(String title, List<Bin> bins) {
  private static final int WIDTH = 420;
  private static final int LEFT = 50;
  private static final int RIGHT = 10;
  private static final int TOP = 12;
  private static final int PLOT = 260;
  private static final int BASE = TOP + PLOT;
  private static final int HEIGHT = BASE + 82;

  String figure() {
    StringBuilder svg =
        new StringBuilder(
            Html.format(
                "<figure class=\"chart\"><figcaption>%s</figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s: share right over probability said, in %d bins; the table below has the numbers\">",
                Html.escape(title), WIDTH, HEIGHT, Html.escape(title), bins.size()));
    axes(svg);
    for (int i = 0; i < bins.size(); i++) {
      if (bins.get(i).count() > 0) {
        bin(svg, bins.get(i), (double) i / bins.size(), (i + 1.0) / bins.size());
      }
    }
    svg.append(
        Html.format(
            "<line class=\"line plain dashed\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
            xOf(0), xOf(1), yOf(0), yOf(1)));
    return svg.append("</svg></figure>\n").toString();
  }

  private static void axes(StringBuilder svg) {
    for (int fifth = 0; fifth <= 5; fifth++) {
      double value = fifth / 5.0;
      String label = value == 0 ? "0" : fifth == 5 ? "1" : Html.format("%.1f", value);
      svg.append(
          Html.format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text><text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              LEFT,
              WIDTH - RIGHT,
              yOf(value),
              yOf(value),
              LEFT - 6,
              yOf(value) + 4,
              label,
              xOf(value),
              BASE + 58,
              label));
    }
    svg.append(
        Html.format(
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">probability said</text><text class=\"tick\" text-anchor=\"middle\" transform=\"translate(13 %.1f) rotate(-90)\">share right</text>",
            xOf(0.5), HEIGHT - 5, yOf(0.5)));
  }

  private static void bin(StringBuilder svg, Bin bin, double low, double high) {
    double accuracy = bin.accuracy().orElseThrow();
    double confidence = bin.confidence().orElseThrow();
    double left = xOf(low) + 1;
    double right = xOf(high) - 1;
    svg.append(
        Html.format(
            "<g><rect class=\"right\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/><line class=\"line s1\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
            left,
            yOf(accuracy),
            right - left,
            yOf(0) - yOf(accuracy),
            left,
            right,
            yOf(confidence),
            yOf(confidence)));
    // Upright digits of large counts would run into each other.
    svg.append(
        Html.format(
            "<text class=\"tick\" text-anchor=\"end\" transform=\"translate(%.1f %d) rotate(-90)\">%d</text>",
            (left + right) / 2 + 4, BASE + 6, bin.count()));
    svg.append(
        Html.format(
            "<title>%.3f to %.3f: %d samples, said %.3f, right %.3f</title></g>",
            low, high, bin.count(), confidence, accuracy));
  }

  private static double xOf(double value) {
    return LEFT + value * (WIDTH - LEFT - RIGHT);
  }

  private static double yOf(double value) {
    return BASE - value * PLOT;
  }
}
