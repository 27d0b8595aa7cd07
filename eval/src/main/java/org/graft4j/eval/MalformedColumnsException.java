package org.graft4j.eval;

import java.io.IOException;

/** A table of columns about samples that is malformed, or not about those samples. */
public final class MalformedColumnsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong where. */
  public MalformedColumnsException(String message) {
    super(message);
  }
}
