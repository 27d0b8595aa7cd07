package org.graft4j.eval.report;

import java.util.regex.Pattern;

/** The little of Markdown (CommonMark with tables) that all parts of the report need. */
final class Markdown {
  private static final String SPECIAL = "\\`*_[]<>|#~&$";

  /** Most readers make links of addresses without being asked: a name must not lead anywhere. */
  private static final Pattern LINK = Pattern.compile("(?i)(www(?=\\.)|(?=://))([.:])");

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
    return LINK.matcher(escaped).replaceAll("$1\\\\$2");
  }

  /** Marks of direction would turn the rest of the line: Markdown has no element against that. */
  private static boolean harmless(int c) {
    return Html.printable(c) && !Html.direction(c) && c != 0x2028 && c != 0x2029;
  }
}
