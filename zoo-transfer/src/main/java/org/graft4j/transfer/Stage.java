package org.graft4j.transfer;

/**
 * One part of a plan: what trains, for how long, and how fast.
 *
 * @param name unique in its plan; shown in progress and reports
 * @param scope what trains
 * @param epochs positive
 * @param rates highest learning rates of the stage
 */
public record Stage(String name, Scope scope, int epochs, LearningRates rates) {
  public Stage {
    if (epochs <= 0) {
      throw new IllegalArgumentException(
          "epochs of stage '" + name + "' must be positive, but was " + epochs);
    }
  }

  @Override
  public String toString() {
    return "'" + name + "': " + scope + ", " + epochs + " epochs, " + rates;
  }
}
