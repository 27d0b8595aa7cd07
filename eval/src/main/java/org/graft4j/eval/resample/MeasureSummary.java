package org.graft4j.eval.resample;

import java.util.List;
import java.util.Optional;
import org.graft4j.eval.Interval;

/**
 * One measure over all folds. Immutable.
 *
 * @param measure which
 * @param values of the folds, in their order
 * @param mean of those
 * @param deviation of those, by one less than their number
 * @param interval of the mean by the corrected resampled t-test: how sure it is of the pipeline,
 *     were it trained and measured on other data of that size
 * @param pooled of the out-of-fold predictions of a repeat as one table, the mean over repeats
 * @param pooledInterval for these trained models on other samples: it knows nothing of training,
 *     and is made by drawing the groups anew; empty where the number is undefined in such draws
 */
public record MeasureSummary(
    FoldMeasure measure,
    List<Double> values,
    double mean,
    double deviation,
    Interval interval,
    double pooled,
    Optional<Interval> pooledInterval) {

  public MeasureSummary {
    values = List.copyOf(values);
  }
}
