package org.graft4j.train.objective;

/**
 * A loss over logits, with its gradient. An immutable value, safe for use by several threads at
 * once.
 *
 * <p>Everything is row-major, a row an example. A row of targets that is all zeros has no label: it
 * counts for nothing, neither in the value nor in the mean, and its slope is zero.
 */
public interface Loss {

  /**
   * Computes the mean loss and its slope.
   *
   * @param logits {@code [rows, classes]}; not changed
   * @param targets {@code [rows, targetWidth(classes)]}, the first {@code classes} of a row the
   *     label, one-hot or soft; not changed
   * @param rows how many, positive
   * @param slope {@code [rows, classes]}: is given the derivative of the value
   * @return the mean over the rows that have a label, 0 without any; NaN if a logit is no number
   */
  double compute(double[] logits, double[] targets, int rows, double[] slope);

  /** Numbers in a row of targets: more than the classes where a teacher's answers are beside. */
  default int targetWidth(int classes) {
    return classes;
  }

  /**
   * What this computes, in a text that is the same in every run and another one for another loss: a
   * model's provenance shows it, and a resumed run is known again by it.
   */
  String describe();
}
