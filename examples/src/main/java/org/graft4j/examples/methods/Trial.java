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
 */
public record Trial(
    String name, String claim, TrialData data, Score score, Side without, Side with) {
  public Trial {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("name must match [a-z0-9-]+, but was '" + name + "'");
    }
  }

  /** Compared by accuracy. */
  public static Trial of(String name, String claim, TrialData data, Side without, Side with) {
    return new Trial(name, claim, data, Score.ACCURACY, without, with);
  }
}
