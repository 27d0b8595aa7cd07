package org.graft4j.eval.shift;

import org.graft4j.eval.Interval;

/**
 * How far two samples lie apart for a linear classifier: {@code 2 (1 - 2 err)} with its held-out
 * error (Ben-David, Blitzer, Crammer and Pereira 2006, "Analysis of representations for domain
 * adaptation"). About 0, also below, where it cannot tell them apart; 2 where it always can. The
 * larger it is, the less an error that was measured on one says of the other.
 *
 * @param value in [-2, 2]
 * @param interval of the value; see {@link ClassifierTwoSampleTest#interval}
 */
public record ProxyADistance(double value, Interval interval) {

  /** The distance by the classifier of a test: the mean of both samples' errors is its error. */
  public static ProxyADistance of(ClassifierTwoSampleTest test, double confidence) {
    Interval accuracy = test.interval(confidence);
    return new ProxyADistance(
        distance(test.accuracy()),
        new Interval(distance(accuracy.low()), distance(accuracy.high()), confidence));
  }

  private static double distance(double accuracy) {
    return 2 * (1 - 2 * (1 - accuracy));
  }
}
