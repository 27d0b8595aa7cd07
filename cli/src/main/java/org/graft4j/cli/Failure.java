package org.graft4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import org.graft4j.train.TrainingInterruptedException;

/** Turns what went wrong into one line and an exit code. */
final class Failure {
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;

  /** Where a reason goes on with what the file must be. */
  private static final Pattern NO_SUCH = Pattern.compile("^no such[^;]*; ");

  private Failure() {}

  static int report(Throwable failure, boolean debug) {
    if (debug) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().forEach(Terminal::note);
    }
    Terminal.error(message(failure));
    return failure instanceof TrainingInterruptedException ? INTERRUPTED : FAILED;
  }

  /** The one line that says what went wrong. */
  static String message(Throwable failure) {
    String text = failure.getMessage();
    if (failure instanceof UncheckedIOException unchecked
        && unchecked.getCause().toString().equals(text)) {
      return message(unchecked.getCause());
    }
    if (failure instanceof NoSuchFileException file && file.getReason() == null) {
      return "no such file or folder: " + text;
    }
    if (failure instanceof NoSuchFileException file && NO_SUCH.matcher(file.getReason()).find()) {
      return "no such file or folder: "
          + file.getFile()
          + NO_SUCH.matcher(file.getReason()).replaceFirst("; ");
    }
    if (failure instanceof FileAlreadyExistsException file
        && String.valueOf(file.getReason()).startsWith("exists,")) {
      return file.getFile() + " exists already; use --force to replace it";
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission for " + text;
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return failure instanceof FileAlreadyExistsException
          ? text + " exists already; use --force to replace it"
          : text + " cannot be used (" + failure.getClass().getSimpleName() + ")";
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory ("
          + text
          + "): give Java more, say GRAFT4J_HEAP=8g (java -Xmx8g), or take a smaller --batch, or an"
          + " --augment that enlarges pictures less";
    }
    boolean expected =
        failure instanceof IOException
            || failure instanceof UncheckedIOException
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure.getClass().getName().startsWith("org.graft4j.");
    if (text == null || text.isBlank()) {
      return failure.getClass().getSimpleName() + "; --debug shows where";
    }
    return expected
        ? text
        : failure.getClass().getSimpleName() + ": " + text + "; --debug shows where";
  }
}
