package org.graft4j.eval.uncertainty;

/**
 * Several numbers computed in one pass over samples of which each counts so many times. Called by
 * several threads at once.
 */
interface JointStatistic {

  /** How many numbers. */
  int count();

  /**
   * Computes them.
   *
   * @param times how often each sample counts, in the order of the samples; not to be changed
   * @param values takes the numbers; NaN where one is undefined for these samples
   */
  void of(int[] times, double[] values);
}
