package org.graft4j.eval.doctor;

/**
 * How far the doctor is.
 *
 * @param step what it does
 * @param done of the step
 * @param total of the step
 */
public record DoctorEvent(Step step, int done, int total) {
  /** What takes time. */
  public enum Step {
    /** Pictures are decoded. */
    PICTURES,
    /** The backbone runs over them. */
    FEATURES,
    /** A probe learns from the features. */
    PROBE
  }
}
