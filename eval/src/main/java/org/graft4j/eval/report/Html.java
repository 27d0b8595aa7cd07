package org.graft4j.eval.report;

import java.math.BigDecimal;
import java.util.Locale;

/** The little of HTML that all parts of the page need. */
final class Html {
  private Html() {}

  /** Text that may come from anyone, for the inside of an element or a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(printable(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /**
   * The same for where no element can be: alternative texts, tooltips and drawings. Marks of
   * direction would turn what follows the name, and {@code bdi} is not to be had there.
   */
  static String unmarked(String text) {
    return escape(
        text.codePoints()
            .map(c -> direction(c) ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
  }

  /** Whether it is a mark that sets the direction of what follows. */
  static boolean direction(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  /** HTML allows no control characters, UTF-8 no half of a surrogate pair. */
  static boolean printable(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }

  /** The text, cut to so many characters with an ellipsis; not escaped. */
  static String shorten(String text, int characters) {
    if (text.codePointCount(0, text.length()) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
  }

  /** Like {@link String#format}, with the same digits and points in every country. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * A share as a percentage with one decimal, rounded half up as the share itself is: 0.5075 is
   * 50.8 %, though its hundredfold in binary is a little less than 50.75.
   */
  static String percent(double share) {
    return Double.isFinite(share)
        ? format("%.1f\u202f%%", BigDecimal.valueOf(share).movePointRight(2))
        : format("%.1f\u202f%%", share);
  }

  /** At most two decimals, and none that are zero: 95, 99.5. */
  static String plain(double value) {
    return format("%.2f", value).replaceFirst("\\.?0+$", "");
  }
}
