package org.graft4j.eval.diagnose;

/**
 * What a network was given to learn by.
 *
 * @param plan in words, say {@code "linear-probe"}
 * @param epochs of all stages, positive
 * @param pictures that were learned from, positive
 * @param seconds that it took
 * @param trainingLoss mean cross-entropy in the last epoch, in natural logarithms: far from 0, it
 *     may not have come to its end
 */
public record TrainingBudget(
    String plan, int epochs, int pictures, double seconds, double trainingLoss) {

  public TrainingBudget {
    if (epochs <= 0 || pictures <= 0) {
      throw new IllegalArgumentException(
          "epochs and pictures must be positive, but were " + epochs + " and " + pictures);
    }
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException("seconds must not be negative, but were " + seconds);
    }
  }
}
