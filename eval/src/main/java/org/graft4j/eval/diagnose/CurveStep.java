package org.graft4j.eval.diagnose;

/**
 * One training of a learning curve.
 *
 * @param run by which subsets, from 0
 * @param share of the training data, in (0, 1]
 * @param trained what came of it
 */
public record CurveStep(int run, double share, TrainedOnce trained) {

  public CurveStep {
    if (run < 0 || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "run must not be negative, and share be in (0, 1], but were " + run + " and " + share);
    }
  }

  int pictures() {
    return trained.budget().pictures();
  }

  double accuracy() {
    return trained.accuracy();
  }
}
