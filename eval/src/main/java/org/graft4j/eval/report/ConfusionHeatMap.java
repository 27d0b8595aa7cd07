package org.graft4j.eval.report;

import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.ConfusionMatrix;
import org.graft4j.eval.metric.ClassCounts;

/**
 * A confusion matrix as a heat map that scrolls under its labels: three inline SVGs (column labels,
 * row labels, cells) in a grid.
 *
 * <p>A cell's colour is its share of its row. Cells shrink as classes grow in number; beyond 150
 * classes labels and counts are left to the tooltips.
 */
final class ConfusionHeatMap {
  private static final int LABEL_CHARACTERS = 18;

  /** Width and height of a slanted text, as a share of its length. */
  private static final double SLANT = Math.sqrt(0.5);

  private final ConfusionMatrix matrix;
  private final LabelMap labels;
  private final int cell;
  private final int font;
  private final boolean labelled;
  private final int labelWidth;
  private final boolean slanted;

  private ConfusionHeatMap(ConfusionMatrix matrix) {
    this.matrix = matrix;
    this.labels = matrix.labels();
    int n = labels.size();
    this.font = n <= 16 ? 13 : n <= 40 ? 11 : 10;
    this.labelled = n <= 150;
    int least = n <= 8 ? 48 : n <= 16 ? 38 : n <= 40 ? 26 : 18;
    this.cell = labelled ? Math.max(least, (int) textWidth(largestCount()) + 5) : 8;
    double longest =
        labels.names().stream().mapToDouble(name -> textWidth(shown(name))).max().orElse(1);
    this.labelWidth = labelled ? (int) Math.ceil(longest) + 10 : 4;
    this.slanted = labelWidth > cell;
  }

  private String largestCount() {
    long largest = 0;
    for (int row = 0; row < labels.size(); row++) {
      for (int column = 0; column < labels.size(); column++) {
        largest = Math.max(largest, matrix.count(row, column));
      }
    }
    return Long.toString(largest);
  }

  /** About how wide a text is drawn: 0.6 em a character, 1 em from the scripts of East Asia on. */
  private double textWidth(String text) {
    return font * text.codePoints().mapToDouble(c -> c < 0x2E80 ? 0.6 : 1).sum();
  }

  static String html(ConfusionMatrix matrix) {
    ConfusionHeatMap map = new ConfusionHeatMap(matrix);
    return "<figure class=\"matrix\" tabindex=\"0\" role=\"img\" aria-label=\"Confusion matrix of "
        + map.labels.size()
        + " classes; its counts are in report.json, the most frequent confusions in the table below\">"
        + "<div class=\"corner\"><span>true&nbsp;&#8595; predicted&nbsp;&#8594;</span></div>"
        + "<div class=\"columns\">"
        + map.columns()
        + "</div>"
        + "<div class=\"rows\">"
        + map.rows()
        + "</div>"
        + "<div class=\"cells\">"
        + map.cells()
        + "</div></figure>\n";
  }

  private String columns() {
    int height = labelled ? (slanted ? (int) (labelWidth * SLANT) + 12 : font + 10) : 4;
    StringBuilder svg = open(width(), height);
    for (int i = 0; labelled && i < labels.size(); i++) {
      double x = (i + 0.5) * cell;
      String place =
          slanted
              ? Html.format(
                  "transform=\"translate(%.1f %d) rotate(-45)\"", x + font * 0.35, height - 4)
              : Html.format("x=\"%.1f\" y=\"%d\" text-anchor=\"middle\"", x, height - 6);
      svg.append(label(i, place));
    }
    return svg.append("</svg>").toString();
  }

  private String rows() {
    StringBuilder svg = open(labelWidth, labels.size() * cell);
    for (int i = 0; labelled && i < labels.size(); i++) {
      svg.append(
          label(
              i,
              Html.format(
                  "x=\"%d\" y=\"%.1f\" text-anchor=\"end\"",
                  labelWidth - 5, (i + 0.5) * cell + font * 0.35)));
    }
    return svg.append("</svg>").toString();
  }

  private String label(int index, String place) {
    String name = labels.name(index);
    return Html.format(
        "<text class=\"name\" font-size=\"%d\" %s>%s<title>%s</title></text>",
        font, place, Html.unmarked(shown(name)), Html.unmarked(name));
  }

  private String cells() {
    int size = labels.size() * cell;
    StringBuilder svg = open(width(), size);
    svg.append(Html.format("<rect class=\"empty\" width=\"%d\" height=\"%d\"/>", size, size));
    grid(svg, size);
    List<ClassCounts> classes = matrix.perClass();
    for (int row = 0; row < labels.size(); row++) {
      for (int column = 0; column < labels.size(); column++) {
        if (matrix.count(row, column) > 0) {
          cell(svg, row, column, classes.get(row).support());
        }
      }
    }
    return svg.append("</svg>").toString();
  }

  private void grid(StringBuilder svg, int size) {
    svg.append("<path class=\"lines\" d=\"");
    for (int i = 0; i <= labels.size(); i++) {
      svg.append(Html.format("M0 %d H%d M%d 0 V%d", i * cell, size, i * cell, size));
    }
    svg.append("\"/>");
  }

  private void cell(StringBuilder svg, int row, int column, long support) {
    long count = matrix.count(row, column);
    double share = (double) count / support;
    boolean right = row == column;
    svg.append(
        Html.format(
            "<g><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill-opacity=\"%.2f\"/>",
            right ? "right" : "wrong",
            column * cell + 1,
            row * cell + 1,
            cell - 2,
            cell - 2,
            0.15 + 0.85 * share));
    if (labelled) {
      svg.append(
          Html.format(
              "<text font-size=\"%d\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%d</text>",
              font, (column + 0.5) * cell, (row + 0.5) * cell + font * 0.36, count));
    }
    svg.append(
        Html.format(
            "<title>%s taken for %s: %d of %d</title></g>",
            Html.unmarked(labels.name(row)), Html.unmarked(labels.name(column)), count, support));
  }

  /** Slanted labels of the last columns hang over the right edge of the cells. */
  private int width() {
    int n = labels.size();
    double right = n * cell;
    for (int i = 0; slanted && labelled && i < n; i++) {
      double length = textWidth(shown(labels.name(i)));
      right = Math.max(right, (i + 0.5) * cell + font + length * SLANT);
    }
    return (int) Math.ceil(right);
  }

  private static StringBuilder open(int width, int height) {
    return new StringBuilder(
        Html.format(
            "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">",
            width, height, width, height));
  }

  /** The name, cut to the width of so many Latin letters. */
  private String shown(String name) {
    int characters = LABEL_CHARACTERS;
    String shown = Html.shorten(name, characters);
    while (characters > 2 && textWidth(shown) > font * 0.6 * LABEL_CHARACTERS) {
      shown = Html.shorten(name, --characters);
    }
    return shown;
  }
}
