package org.graft4j.eval.metric;

import java.io.IOException;

/** A text that should be a metric's state, and is not one, or contradicts itself. */
public final class MalformedStateException extends IOException {

  /** With what is wrong. */
  public MalformedStateException(String message) {
    super(message);
  }

  /** With what is wrong, and the parser's own words. */
  public MalformedStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
