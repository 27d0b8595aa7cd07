package org.graft4j.zoo.catalogue;

/** Text out of a catalogue, which ends on people's terminals. */
final class PlainText {
  private static final int LONGEST = 300;

  private PlainText() {}

  /** Refuses what is empty, long, of several lines, or moves a terminal's cursor. */
  static void require(String name, String text) {
    if (text.isBlank() || text.length() > LONGEST || !isPrintable(text)) {
      throw new IllegalArgumentException(
          name
              + " must be one line of 1 to "
              + LONGEST
              + " printable characters, but was '"
              + quoted(text)
              + "'");
    }
  }

  /** Made fit for a message. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{C}", "?");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }

  private static boolean isPrintable(String text) {
    return !text.matches("(?s).*[\\p{C}\\u2028\\u2029].*");
  }
}
