package org.graft4j.eval.report;

/** The little of Markdown (CommonMark with tables) that all parts of the report need. */
final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>|#~&$";

  private Markdown() {}

  /** Text that may come from anyone, for the inside of a line or a table's cell. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(harmless(c) ? c : 0xFFFD);
            });
    return escaped.toString();
  }

  /** Marks of direction would turn the rest of the line: Markdown has no element against that. */
  private static boolean harmless(int c) {
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return Html.printable(c) && !direction && c != 0x2028 && c != 0x2029;
  }
}
