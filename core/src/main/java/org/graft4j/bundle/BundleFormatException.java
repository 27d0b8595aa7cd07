package org.graft4j.bundle;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is no bundle, or a damaged or hostile one. The message is one line. */
public final class BundleFormatException extends IOException {
  private final transient Path file;

  BundleFormatException(Path file, String problem) {
    super("'" + file + "' " + problem);
    this.file = file;
  }

  BundleFormatException(Path file, String problem, Throwable cause) {
    super("'" + file + "' " + problem, cause);
    this.file = file;
  }

  /** The file as it was asked for. */
  public Path file() {
    return file;
  }
}
