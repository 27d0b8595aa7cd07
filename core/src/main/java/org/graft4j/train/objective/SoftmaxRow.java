package org.graft4j.train.objective;

/** What losses over logits need of one row. */
final class SoftmaxRow {
  private SoftmaxRow() {}

  /** Whether a row of targets is all zeros. */
  static boolean unlabelled(double[] targets, int from, int classes) {
    for (int c = 0; c < classes; c++) {
      if (targets[from + c] != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code ln sum_c exp(z_c)}; NaN if a logit is no number or plus infinity. */
  static double logSum(double[] logits, int from, int classes) {
    double highest = highest(logits, from, classes);
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(logits[from + c] - highest);
    }
    return highest + Math.log(sum);
  }

  static double highest(double[] logits, int from, int classes) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      highest = Math.max(highest, logits[from + c]);
    }
    return highest;
  }
}
