package org.graft4j.eval.resample;

import java.io.IOException;

/** A folder keeps folds of another run, or of none; the message says what differs. */
public final class OtherFoldsException extends IOException {
  private static final long serialVersionUID = 1;

  /** An exception with that message. */
  public OtherFoldsException(String message) {
    super(message);
  }
}
