package org.graft4j.eval.resample;

/** What the listener of a cross-validation is told, on the thread that runs it. */
public sealed interface CrossValidationEvent {

  /**
   * A fold begins to train.
   *
   * @param place which
   * @param trained items it learns from
   * @param heldOut items it is measured on
   * @param number of the fold among all of this run, from 1
   * @param total folds of this run
   */
  record FoldStarted(FoldPlace place, int trained, int heldOut, int number, int total)
      implements CrossValidationEvent {}

  /**
   * A fold is done, or was kept from an earlier run.
   *
   * @param result its numbers
   * @param number of the fold among all of this run, from 1
   * @param total folds of this run
   * @param secondsLeft estimate for the rest, from what the folds so far took
   */
  record FoldDone(FoldResult result, int number, int total, double secondsLeft)
      implements CrossValidationEvent {}

  /**
   * What an earlier run kept of a fold is not what it wrote; the fold is trained again.
   *
   * @param place which
   * @param reason one line
   */
  record KeptFoldDropped(FoldPlace place, String reason) implements CrossValidationEvent {}
}
