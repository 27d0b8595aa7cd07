package org.graft4j.eval.resample;

import java.util.Map;
import org.graft4j.eval.ClassificationReport;

/**
 * What one fold came to. Immutable.
 *
 * @param place which fold
 * @param trained items learned from
 * @param validated items divided off from those for choosing; may be 0
 * @param seconds that training and predicting took
 * @param kept whether the fold was finished by an earlier run and read back
 * @param values every measure over the held-out items
 * @param report on the held-out items
 */
public record FoldResult(
    FoldPlace place,
    int trained,
    int validated,
    double seconds,
    boolean kept,
    Map<FoldMeasure, Double> values,
    ClassificationReport report) {

  public FoldResult {
    values = Map.copyOf(values);
  }

  /** Items held out. */
  public long heldOut() {
    return report.n();
  }
}
