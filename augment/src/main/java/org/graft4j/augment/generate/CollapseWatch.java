package org.graft4j.augment.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for the ways in which such a game is lost, early enough to save the user's time. Limits are
 * far from what a game that goes well shows: a discriminator's loss of 0.4 to 0.69, diversities of
 * 0.6 and more.
 */
final class CollapseWatch {
  /** Below it the discriminator tells all pictures, and its gradient says nothing any more. */
  static final double LEAST_LOSS = 0.03;

  /** Below it a class is one picture with small changes. */
  static final double LEAST_DIVERSITY = 0.1;

  /** Bad checks in a row that end a run. */
  private static final int PATIENCE = 3;

  /** An untrained generator draws grey pictures: diversity says nothing before. */
  private static final int FIRST_STEP = 100;

  private final List<GanCheck> checks = new ArrayList<>();
  private int bad;

  /**
   * Takes notice of a check.
   *
   * @return whether it is good and late enough to say so: a state to go back to
   */
  boolean good(GanCheck check) {
    checks.add(check);
    boolean good = problem(check).isEmpty();
    bad = good || check.step() < FIRST_STEP ? 0 : bad + 1;
    return good && check.step() >= FIRST_STEP;
  }

  /** Why the game is lost; empty while it is not. */
  Optional<String> lost() {
    return bad < PATIENCE ? Optional.empty() : problem();
  }

  /** What is wrong with the last state that was checked; empty where it is good. */
  Optional<String> problem() {
    return problem(checks.get(checks.size() - 1));
  }

  List<GanCheck> checks() {
    return checks;
  }

  /** Where the least of them is; one that is no number is less than all. */
  static int least(double[] diversities) {
    int least = 0;
    for (int i = 1; i < diversities.length; i++) {
      if (Double.isNaN(diversities[i]) || diversities[i] < diversities[least]) {
        least = i;
      }
    }
    return least;
  }

  private static Optional<String> problem(GanCheck check) {
    if (!(check.discriminatorLoss() >= LEAST_LOSS)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "at step %d the discriminator tells every generated picture (loss %.4f), so that the"
                  + " generator learns nothing more: add pictures, or lower the learning rate",
              check.step(),
              check.discriminatorLoss()));
    }
    if (!(check.leastDiversity() >= LEAST_DIVERSITY)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "at step %d the generated pictures of class '%s' are nearly all the same (diversity"
                  + " %.2f of the real ones'): %s",
              check.step(),
              check.leastDiverse(),
              check.leastDiversity(),
              check.step() < FIRST_STEP
                  ? "give it more steps"
                  : "add pictures of it, or change the seed"));
    }
    return Optional.empty();
  }
}
