package org.graft4j.augment.search;

/**
 * Whether training rows are worth their price.
 *
 * @param n items, each held out once
 * @param onlyCandidate items that the candidate alone told right
 * @param onlyBaseline items that the baseline alone told right
 * @param bounds interval of the gain
 * @param confidence of this one interval; with several candidates it is higher than what was asked
 *     for, so that all intervals hold at once
 */
public record GateDecision(
    int n, int onlyCandidate, int onlyBaseline, GainInterval.Bounds bounds, double confidence) {

  /** Accuracy of the candidate less that of the baseline. */
  public double gain() {
    return (double) (onlyCandidate - onlyBaseline) / n;
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
