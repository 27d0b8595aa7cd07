package org.graft4j.cli;

import org.graft4j.augment.search.GainInterval;
import org.graft4j.augment.search.Probe;
import org.graft4j.eval.Interval;
import org.graft4j.eval.transferability.SoftmaxProbe;

/** What candidates are judged by: the head that {@code train} trains, and Tango's interval. */
final class HeadComparison {
  private HeadComparison() {}

  /** A softmax head that has converged. */
  static Probe probe() {
    return plain -> {
      SoftmaxProbe probe = SoftmaxProbe.settledOn(plain.rows(), plain.targets());
      return (training, heldOut) -> probe.classes(training.rows(), training.targets(), heldOut);
    };
  }

  /** Tango's score interval of a paired difference. */
  static GainInterval interval() {
    return (gained, lost, n, confidence) -> {
      Interval interval = Interval.pairedDifference(gained, lost, n, confidence);
      return new GainInterval.Bounds(interval.low(), interval.high());
    };
  }
}
