package org.graft4j.eval;

import java.io.IOException;

/** A text that should be a report, and is not one, or contradicts itself. */
public final class MalformedReportException extends IOException {

  /** With what is wrong, and where. */
  public MalformedReportException(String message) {
    super(message);
  }

  /** With what is wrong, and the parser's own words. */
  public MalformedReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
