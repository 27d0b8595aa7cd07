package org.graft4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the command writes: results to stdout, all else to stderr.
 *
 * <p>Classes, files and models have names that may come from anyone. What is printed as a line
 * stays one, and nothing in it steers the terminal: control characters, the marks that turn the
 * direction of writing, and those that end a line become U+FFFD.
 */
final class Terminal {
  /** Back to the start of a line whose rest is wiped. */
  private static final String WIPE = "\r\u001b[K";

  private Terminal() {}

  /** Class and file names come in any language: both streams write UTF-8 whatever the locale. */
  static void useUtf8() {
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** One line of a result. */
  static void result(String line) {
    System.out.println(plain(line));
  }

  /** A result of several lines, none of which has a name in it that could be of more. */
  static void document(String lines) {
    lines.lines().forEach(Terminal::result);
  }

  /** A result that is JSON: the same values, with what steers a terminal escaped. */
  static void json(String value) {
    StringBuilder escaped = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      // Between values there is white space, which inside of them is escaped already.
      if (steers(c) && c >= ' ') {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    System.out.println(escaped);
  }

  /** One line for the person who waits. */
  static void note(String line) {
    System.err.println(plain(line));
  }

  /** One line for the person who waits, in the place of a status that may be there. */
  static void noteOverStatus(String line) {
    System.err.println((interactive() ? WIPE : "") + plain(line));
  }

  /** The one line of an error. */
  static void error(String message) {
    note("graft4j: " + message.replaceAll("\\s*\\R\\s*", " ").strip());
  }

  /** A line that the next one overwrites. */
  static void status(String line) {
    System.err.print(WIPE + plain(line));
    System.err.flush();
  }

  /** The same text on one line that moves nothing but the cursor's column. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      plain.append(steers(text.charAt(i)) ? '\uFFFD' : text.charAt(i));
    }
    return plain.toString();
  }

  private static boolean steers(char c) {
    boolean line = c == '\u2028' || c == '\u2029';
    boolean direction = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    return (Character.isISOControl(c) && c != '\t') || line || direction;
  }

  /** Whether a person watches. From JDK 22 on there is always a console: it then says yes. */
  @SuppressWarnings("SystemConsoleNull") // what it costs there is a moving line in a log file
  static boolean interactive() {
    return System.console() != null;
  }
}
