package org.graft4j.zoo.adapt;

import java.io.IOException;

/** Weights of which too little fits. The message is one line with the first reasons. */
public final class PartialMatchException extends IOException {
  private final transient MatchReport report;

  PartialMatchException(String message, MatchReport report) {
    super(message);
    this.report = report;
  }

  /** What would have been copied and what not. */
  public MatchReport report() {
    return report;
  }
}
