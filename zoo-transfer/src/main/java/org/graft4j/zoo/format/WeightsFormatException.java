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
    super(file + ": " + what + "; " + remedy);
    this.file = file;
  }

  /** The file that was refused. */
  public Path file() {
    return file;
  }

  /** Text out of a file, made fit for a message: one line, no control characters, cut when long. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .map(c -> isPrintable(c) ? c : '?')
        .forEach(quoted::appendCodePoint);
    return quoted.append(text.length() > LONGEST_QUOTE ? "...'" : "'").toString();
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
