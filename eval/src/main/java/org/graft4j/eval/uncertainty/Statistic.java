package org.graft4j.eval.uncertainty;

/**
 * A number computed from samples of which each counts so many times. Called by several threads at
 * once.
 */
@FunctionalInterface
public interface Statistic {

  /**
   * The number; NaN where it is undefined for these samples.
   *
   * @param times how often each sample counts, in the order of the samples; not to be changed
   */
  double of(int[] times);
}
