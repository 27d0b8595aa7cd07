package org.graft4j.eval.advice;

/**
 * How far the advisor has got; plain numbers, nothing to keep alive.
 *
 * @param candidate id of the one at work
 * @param number its place, from 1
 * @param candidates how many there are
 * @param step what is done with it
 * @param done pictures so far in this step; 0 where they are not counted
 * @param total pictures in all that the step has to compute; 0 where they are not counted
 */
public record AdviceEvent(
    String candidate, int number, int candidates, Step step, int done, int total) {

  /** What is done with each candidate, in this order. */
  public enum Step {
    /** The weights are read. */
    LOAD,
    /** The backbone runs over the pictures whose features are not cached. */
    FEATURES,
    /** Scores and the probe on the features. */
    SCORES,
    /** A random network of the same architecture runs over them. */
    RANDOM_FEATURES,
    /** The time that a picture takes is measured. */
    COST
  }
}
