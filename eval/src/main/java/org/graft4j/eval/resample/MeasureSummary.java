package org.graft4j.eval.resample;

import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.eval.MetricValue;

/**
 * One measure over all folds. Immutable.
 *
 * @param measure which
 * @param values of the folds, in their order; empty for a mean over classes where a fold lacks one
 * @param mean of those, undefined if one of them is, with the interval by the corrected resampled
 *     t-test: how sure it is of the pipeline, were it trained and measured on other data of that
 *     size. There is none where all folds have the same
 * @param deviation of the values, by one less than their number; empty where the mean is undefined
 * @param pooled of the out-of-fold predictions of a repeat as one table, the mean over repeats. Its
 *     interval is for these trained models on other samples, by drawing anew what is not
 *     independent as one: it knows nothing of training
 */
public record MeasureSummary(
    FoldMeasure measure,
    List<OptionalDouble> values,
    MetricValue mean,
    OptionalDouble deviation,
    MetricValue pooled) {

  public MeasureSummary {
    values = List.copyOf(values);
  }

  static MeasureSummary of(
      FoldMeasure measure, List<FoldResult> folds, MetricValue pooled, double confidence) {
    List<OptionalDouble> values = folds.stream().map(fold -> fold.value(measure)).toList();
    CorrectedMean mean = CorrectedMean.of(values, folds);
    return new MeasureSummary(
        measure,
        values,
        mean.value(measure.toString(), confidence, 0, measure.most()),
        mean.deviation(),
        pooled);
  }

  /** Whether the folds differ in it by more than rounding; false where one has no value. */
  boolean spread() {
    return mean.interval().isPresent();
  }
}
