package org.graft4j.train;

import java.util.Locale;

/** The run was asked to stop and did so after a batch; the last checkpoint is still there. */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingInterruptedException(String stage, int epoch) {
    super(String.format(Locale.ROOT, "stopped in stage '%s', epoch %d, as asked", stage, epoch));
  }
}
