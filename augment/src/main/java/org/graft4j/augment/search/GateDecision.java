package org.graft4j.augment.search;

import java.util.List;

/**
 * Whether training rows are worth their price.
 *
 * @param n items, each held out once in a cross-validation
 * @param onlyCandidate items that the candidate alone told right, in the first cross-validation
 * @param onlyBaseline items that the baseline alone told right there
 * @param bounds interval of the gain, wide enough for both kinds of chance: which items there were,
 *     and what the rows and heads of single folds came to
 * @param confidence of this one interval; with several candidates it is higher than what was asked
 *     for, so that all intervals hold at once
 * @param foldGains the gain in each fold, those of the first cross-validation first
 */
public record GateDecision(
    int n,
    int onlyCandidate,
    int onlyBaseline,
    GainInterval.Bounds bounds,
    double confidence,
    List<Double> foldGains) {

  public GateDecision {
    foldGains = List.copyOf(foldGains);
  }

  /** Accuracy of the candidate less that of the baseline, in the first cross-validation. */
  public double gain() {
    return (double) (onlyCandidate - onlyBaseline) / n;
  }

  /** Folds in which the candidate told more items right. */
  public int foldsWon() {
    return (int) foldGains.stream().filter(gain -> gain > 0).count();
  }

  /** Folds in which the baseline did. */
  public int foldsLost() {
    return (int) foldGains.stream().filter(gain -> gain < 0).count();
  }

  /** Whether the whole interval lies above zero. */
  public boolean accepted() {
    return bounds.low() > 0;
  }

  /** Whether the whole interval lies below zero. */
  public boolean harmful() {
    return bounds.high() < 0;
  }
}
