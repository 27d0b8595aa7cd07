package org.graft4j.eval.report;

import java.util.OptionalDouble;

/**
 * One epoch of a training history. Immutable.
 *
 * @param epoch counts from 1
 * @param trainLoss mean over the epoch's training samples
 * @param validationLoss after the epoch; empty without validation samples
 * @param validationAccuracy after the epoch, in [0, 1]; empty without validation samples
 * @param learningRate at the end of the epoch, of the head where groups differ
 */
public record EpochPoint(
    int epoch,
    double trainLoss,
    OptionalDouble validationLoss,
    OptionalDouble validationAccuracy,
    double learningRate) {

  public EpochPoint {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch must be at least 1, but was " + epoch);
    }
    finite("trainLoss", trainLoss);
    validationLoss.ifPresent(value -> finite("validationLoss", value));
    validationAccuracy.ifPresent(value -> finite("validationAccuracy", value));
    finite("learningRate", learningRate);
  }

  private static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, but was " + value);
    }
  }
}
