package org.graft4j.examples.methods;

/**
 * One method measured against doing without it. What is written here is fixed before anything is
 * measured, and nothing of it was chosen by the pictures that it is measured on.
 *
 * @param name unique among all trials, {@code [a-z0-9-]+}
 * @param claim what the method is said to do, with its source
 * @param data what is learned from and measured on; another draw of it for each seed
 * @param score what the models are compared by
 * @param without the way without the method
 * @param with the way with it: all else is the same
 * @param margin what the method may lose where it is for something else, say the size of the model:
 *     the trial asks whether it keeps the score within it; 0 where it asks whether the score grows
 */
public record Trial(
    String name,
    String claim,
    TrialData data,
    Score score,
    Side without,
    Side with,
    double margin) {
  public Trial {
    if (!(margin >= 0 && margin < 1)) {
      throw new IllegalArgumentException("margin must be in [0, 1), but was " + margin);
    }
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("name must match [a-z0-9-]+, but was '" + name + "'");
    }
  }

  /** Compared by accuracy. */
  public static Trial of(String name, String claim, TrialData data, Side without, Side with) {
    return of(name, claim, data, Score.ACCURACY, without, with);
  }

  /** Compared by a score. */
  public static Trial of(
      String name, String claim, TrialData data, Score score, Side without, Side with) {
    return new Trial(name, claim, data, score, without, with, 0);
  }

  /** The same with another question: whether the score is kept within a margin. */
  public Trial keepingWithin(double most) {
    return new Trial(name, claim, data, score, without, with, most);
  }
}
