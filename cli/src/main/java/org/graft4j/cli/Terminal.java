package org.graft4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the command writes: results to stdout, all else to stderr. */
final class Terminal {
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
    System.out.println(line);
  }

  /** One line for the person who waits. */
  static void note(String line) {
    System.err.println(line);
  }

  /** The one line of an error. */
  static void error(String message) {
    note("graft4j: " + message.replaceAll("\\s*\\R\\s*", " ").strip());
  }

  /** A line that the next one overwrites. */
  static void status(String line) {
    System.err.print("\r" + line + "\u001b[K");
    System.err.flush();
  }

  /** Whether a person watches. From JDK 22 on there is always a console: it then says yes. */
  @SuppressWarnings("SystemConsoleNull") // what it costs there is a moving line in a log file
  static boolean interactive() {
    return System.console() != null;
  }
}
