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
    return (baseline, candidate, confidence) -> {
      int gained = 0;
      int lost = 0;
      for (int i = 0; i < baseline.length; i++) {
        gained += candidate[i] && !baseline[i] ? 1 : 0;
        lost += baseline[i] && !candidate[i] ? 1 : 0;
      }
      Interval interval = Interval.pairedDifference(gained, lost, baseline.length, confidence);
      return new GainInterval.Bounds(interval.low(), interval.high());
    };
  }
}
