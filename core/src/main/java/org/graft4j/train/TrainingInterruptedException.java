package org.graft4j.train;

import java.util.Locale;

/** The run was asked to stop and did so after a batch; the last checkpoint is still there. */
public final class TrainingInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A run that stopped as it was asked to.
   *
   * @param place where it was, say {@code in stage 'head', epoch 3}
   */
  public TrainingInterruptedException(String place) {
    super("stopped " + place + ", as asked");
  }

  TrainingInterruptedException(String stage, int epoch) {
    this(String.format(Locale.ROOT, "in stage '%s', epoch %d", stage, epoch));
  }
}
