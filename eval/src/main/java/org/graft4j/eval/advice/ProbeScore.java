package org.graft4j.eval.advice;

import org.graft4j.eval.Interval;
import org.graft4j.eval.transferability.LinearProbe;

/**
 * What a cross-validated linear probe got right.
 *
 * @param correct pictures whose class was told right while they were held out
 * @param n pictures
 * @param folds how many there were
 * @param trainingAccuracy share that it got right of what it learned from, mean over the folds
 */
public record ProbeScore(int correct, int n, int folds, double trainingAccuracy) {

  static ProbeScore of(LinearProbe probe) {
    return new ProbeScore(
        probe.correct(), probe.predicted().size(), probe.folds(), probe.trainingAccuracy());
  }

  /** Share of the held-out pictures that were told right. */
  public double accuracy() {
    return (double) correct / n;
  }

  /**
   * Wilson's 95 % interval of the accuracy. It takes the pictures as independent; the folds'
   * classifiers share most of their training pictures, which it does not know.
   */
  public Interval interval() {
    return Interval.wilson(correct, n, 0.95);
  }
}
