package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.List;

/** A table: its columns first, then its rows, each with a cell for each column. */
final class Table implements Block {

  private enum Kind {
    TEXT,
    NUMBER,
    DRAWING,
    NOTE
  }

  private record Column(Words heading, Kind kind) {}

  private final String caption;
  private final boolean tall;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<Words>> rows = new ArrayList<>();
  private List<Words> foot = List.of();

  private Table(String caption, boolean tall) {
    this.caption = caption;
    this.tall = tall;
  }

  /**
   * A table without columns yet.
   *
   * @param caption says what it holds to those who do not see it
   */
  static Table of(String caption) {
    return new Table(caption, false);
  }

  /** A table of many rows, which scrolls under its heading. */
  static Table scrolling(String caption) {
    return new Table(caption, true);
  }

  Table text(String heading) {
    columns.add(new Column(Words.of(heading), Kind.TEXT));
    return this;
  }

  Table number(String heading) {
    columns.add(new Column(Words.of(heading), Kind.NUMBER));
    return this;
  }

  /** A last column of sentences, which go below the rest of their row where there is no room. */
  Table note(String heading) {
    columns.add(new Column(Words.of(heading), Kind.NOTE));
    return this;
  }

  /** A column that Markdown goes without. */
  Table drawing(Words heading) {
    columns.add(new Column(heading, Kind.DRAWING));
    return this;
  }

  Table row(Words... cells) {
    requireWidth(cells.length);
    rows.add(List.of(cells));
    return this;
  }

  /** The row below all others. */
  Table foot(Words... cells) {
    requireWidth(cells.length);
    foot = List.of(cells);
    return this;
  }

  private void requireWidth(int cells) {
    if (cells != columns.size()) {
      throw new IllegalArgumentException(
          "a row must have " + columns.size() + " cells, but had " + cells);
    }
  }

  @Override
  public String html() {
    StringBuilder html =
        new StringBuilder(
            Html.format(
                "<div class=\"scroll%s%s\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>\n<thead><tr>",
                tall ? " tall" : "", noted() ? " noted" : "", Html.escape(caption)));
    for (Column column : columns) {
      html.append(
          Html.format("<th scope=\"col\"%s>%s</th>", align(column), column.heading().html()));
    }
    html.append("</tr></thead>\n<tbody>\n");
    rows.forEach(row -> html.append(row(row, "td")));
    html.append("</tbody>");
    if (!foot.isEmpty()) {
      html.append("<tfoot>").append(row(foot, "th")).append("</tfoot>");
    }
    return html.append("</table></div>\n").toString();
  }

  private boolean noted() {
    return !columns.isEmpty() && columns.get(columns.size() - 1).kind() == Kind.NOTE;
  }

  private String row(List<Words> cells, String element) {
    StringBuilder html = new StringBuilder("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String name = i == 0 ? "th" : element;
      html.append(
          Html.format(
              "<%s%s%s>%s</%s>",
              name,
              i == 0 ? " scope=\"row\"" : "",
              align(columns.get(i)),
              cells.get(i).html(),
              name));
    }
    return html.append("</tr>\n").toString();
  }

  private static String align(Column column) {
    return column.kind() == Kind.NUMBER ? " class=\"n\"" : "";
  }

  @Override
  public String markdown() {
    StringBuilder markdown = new StringBuilder();
    markdown.append(line(columns.stream().map(Column::heading).toList()));
    for (Column column : columns) {
      markdown.append(
          switch (column.kind()) {
            case TEXT, NOTE -> "|---";
            case NUMBER -> "|---:";
            case DRAWING -> "";
          });
    }
    markdown.append("|\n");
    rows.forEach(row -> markdown.append(line(row)));
    if (!foot.isEmpty()) {
      markdown.append(line(foot));
    }
    return markdown.toString();
  }

  private String line(List<Words> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      if (columns.get(i).kind() != Kind.DRAWING) {
        line.append("| ").append(cells.get(i).markdown()).append(' ');
      }
    }
    return line.append("|\n").toString();
  }
}
