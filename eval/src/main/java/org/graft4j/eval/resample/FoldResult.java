package org.graft4j.eval.resample;

import java.util.Map;
import java.util.OptionalDouble;
import org.graft4j.eval.ClassificationReport;

/**
 * What one fold came to. Immutable.
 *
 * @param place which fold
 * @param trained items learned from
 * @param validated items divided off from those for choosing; may be 0
 * @param seconds that training and predicting took
 * @param kept whether the fold was finished by an earlier run and read back
 * @param temperature of its probabilities, 1 if the validation items did not tell one; empty if
 *     none was to be fitted
 * @param values every measure over the held-out items that is defined there
 * @param report on the held-out items
 */
public record FoldResult(
    FoldPlace place,
    int trained,
    int validated,
    double seconds,
    boolean kept,
    OptionalDouble temperature,
    Map<FoldMeasure, Double> values,
    ClassificationReport report) {

  public FoldResult {
    values = Map.copyOf(values);
  }

  /** A measure over the held-out items; empty for a mean over classes if one has none of them. */
  public OptionalDouble value(FoldMeasure measure) {
    Double value = values.get(measure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Items held out. */
  public long heldOut() {
    return report.n();
  }
}
