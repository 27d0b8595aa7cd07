package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A weights file that is damaged, hostile or of a kind that is not supported. The message is one
 * line: the file, what is wrong with it, and the remedy.
 */
public class WeightsFormatException extends IOException {
  private static final int LONGEST_QUOTE = 80;

  private final transient Path file;

  WeightsFormatException(Path file, String what, String remedy) {
    super(printable(file.toString()) + ": " + what + "; " + remedy);
    this.file = file;
  }

  /** The file that was refused. */
  public Path file() {
    return file;
  }

  /** Text out of a file, made fit for a message: one line, no control characters, cut when long. */
  static String quote(String text) {
    boolean cut = text.length() > LONGEST_QUOTE;
    return "'" + printable(cut ? text.substring(0, LONGEST_QUOTE) : text) + (cut ? "...'" : "'");
  }

  /** One line without control characters. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
