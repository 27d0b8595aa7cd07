package org.graft4j.eval;

import java.io.IOException;

/** A file that should hold predictions and does not; the message names file, line and key. */
public final class MalformedPredictionsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong where. */
  public MalformedPredictionsException(String message) {
    super(message);
  }

  /** With what is wrong where, and what found it. */
  public MalformedPredictionsException(String message, Throwable cause) {
    super(message, cause);
  }
}
