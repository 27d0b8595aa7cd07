package org.graft4j.train;

/** What a {@link TrainingListener} is told; plain numbers, nothing to keep alive. */
public sealed interface TrainingEvent {

  /**
   * The trunk is being run once over the pictures.
   *
   * @param done pictures so far
   * @param total pictures in all
   */
  record Featurising(int done, int total) implements TrainingEvent {}

  /**
   * A stage begins.
   *
   * @param stage its name
   * @param epochs how many it has
   * @param firstEpoch the one it begins with, from 1: above 1 after a resume
   * @param batches steps in each epoch
   */
  record StageStarted(String stage, int epochs, int firstEpoch, int batches)
      implements TrainingEvent {}

  /**
   * A step is done.
   *
   * @param batch number within the epoch, from 1
   * @param loss mean objective of the batch
   * @param secondsLeft estimate for the rest of the stage
   */
  record BatchDone(
      String stage, int epoch, int epochs, int batch, int batches, double loss, double secondsLeft)
      implements TrainingEvent {}

  /**
   * An epoch is done.
   *
   * @param record its figures
   * @param secondsLeft estimate for the rest of the stage
   */
  record EpochDone(EpochRecord record, int epochs, double secondsLeft) implements TrainingEvent {}

  /**
   * A stage with early stopping is over and went back to its best epoch.
   *
   * @param epoch the last one that was trained, from 1
   * @param bestEpoch the earlier one whose weights are kept, from 1
   */
  record BestEpochRestored(String stage, int epoch, int bestEpoch) implements TrainingEvent {}
}
