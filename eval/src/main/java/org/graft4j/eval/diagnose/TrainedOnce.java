package org.graft4j.eval.diagnose;

import org.graft4j.eval.PredictionTable;

/**
 * What one training came to.
 *
 * @param heldOut what it said of the held-out items
 * @param budget what it was given to learn by
 */
public record TrainedOnce(PredictionTable heldOut, TrainingBudget budget) {

  /** Share of the held-out items that it got right. */
  public double accuracy() {
    return (double) correct() / heldOut.size();
  }

  int correct() {
    int correct = 0;
    for (int i = 0; i < heldOut.size(); i++) {
      correct += heldOut.correct(i) ? 1 : 0;
    }
    return correct;
  }
}
