package org.graft4j.eval.report;

/** A piece of a section: one content, written as HTML and as Markdown. */
interface Block {

  String html();

  /** Empty for what Markdown goes without; else ends in a line end. */
  String markdown();

  /** A paragraph. */
  static Block paragraph(Words words) {
    return of("<p>" + words.html() + "</p>\n", words.markdown() + "\n");
  }

  /** A paragraph that explains, in small print. */
  static Block note(String text) {
    return note(Words.of(text));
  }

  static Block note(Words words) {
    return of("<p class=\"note\">" + words.html() + "</p>\n", words.markdown() + "\n");
  }

  /** What must not be overlooked. */
  static Block alarm(Words words) {
    return of(
        "<p class=\"alarm\"><b>&#9888;</b> " + words.html() + "</p>\n",
        "**⚠** " + words.markdown() + "\n");
  }

  static Block heading(String text) {
    return of("<h3>" + Html.escape(text) + "</h3>\n", "### " + Markdown.escape(text) + "\n");
  }

  /** Figures, each with its caption and a text in its place; Markdown goes without. */
  static Block drawing(String html) {
    return of(html, "");
  }

  private static Block of(String html, String markdown) {
    return new Block() {
      @Override
      public String html() {
        return html;
      }

      @Override
      public String markdown() {
        return markdown;
      }
    };
  }
}
