package org.graft4j.eval.diagnose;

import org.graft4j.eval.Interval;

/** What twice the data would give, or why that is not said. */
public sealed interface Extrapolation {

  /**
   * An estimate by a law that the curve follows.
   *
   * @param pictures that would be learned from
   * @param accuracy by the law
   * @param interval of it; from resampled items and runs, and so under the law
   * @param law the one that was fitted
   */
  record Estimate(int pictures, double accuracy, Interval interval, PowerLaw law)
      implements Extrapolation {}

  /**
   * No estimate.
   *
   * @param why in a sentence without a full stop
   */
  record Refused(String why) implements Extrapolation {}
}
