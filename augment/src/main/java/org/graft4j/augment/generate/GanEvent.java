package org.graft4j.augment.generate;

/** What a listener to {@link GanTraining} is told, on the thread that trains. */
public sealed interface GanEvent {

  /**
   * Both networks were updated.
   *
   * @param step from 1
   * @param steps of the whole run
   * @param discriminatorLoss of this step
   * @param generatorLoss of this step
   * @param secondsLeft estimate for the rest
   */
  record StepDone(
      int step, int steps, double discriminatorLoss, double generatorLoss, double secondsLeft)
      implements GanEvent {}

  /** The state of the game was looked at. */
  record Checked(GanCheck check) implements GanEvent {}
}
