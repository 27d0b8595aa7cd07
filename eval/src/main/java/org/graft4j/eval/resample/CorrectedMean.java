package org.graft4j.eval.resample;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.eval.MetricValue;

/**
 * {@link CorrectedResampled} of folds of which some may have no value: then there is no mean, since
 * a mean of the others would be of other samples. Immutable.
 *
 * @param test empty where a fold has no value
 * @param undefined folds without one
 * @param folds all of them
 */
record CorrectedMean(Optional<CorrectedResampled> test, long undefined, int folds) {

  /**
   * The mean.
   *
   * @param values of the folds
   * @param folds in the same order
   */
  static CorrectedMean of(List<OptionalDouble> values, List<FoldResult> folds) {
    long undefined = values.stream().filter(OptionalDouble::isEmpty).count();
    Optional<CorrectedResampled> test =
        undefined > 0
            ? Optional.empty()
            : Optional.of(
                CorrectedResampled.of(
                    values.stream().map(OptionalDouble::getAsDouble).toList(),
                    heldToTrained(folds)));
    return new CorrectedMean(test, undefined, folds.size());
  }

  /**
   * How many are held out for each one that weights are learned from, over all folds: the ratio of
   * Nadeau and Bengio. What is divided off to choose by teaches no weights.
   */
  static double heldToTrained(List<FoldResult> folds) {
    double held = folds.stream().mapToLong(FoldResult::heldOut).sum();
    double trained = folds.stream().mapToLong(FoldResult::trained).sum();
    return held / trained;
  }

  OptionalDouble deviation() {
    return test.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(test.get().deviation());
  }

  OptionalDouble pValue() {
    return test.isEmpty() ? OptionalDouble.empty() : test.get().pValue();
  }

  /** The mean with its interval cut to what the number can be, or why there is none. */
  MetricValue value(String name, double confidence, double least, double most) {
    if (test.isEmpty()) {
      return new MetricValue(
          name,
          OptionalDouble.empty(),
          Optional.empty(),
          String.format(
              Locale.ROOT,
              "undefined: %d of %d folds hold out nothing of some class",
              undefined,
              folds));
    }
    CorrectedResampled mean = test.get();
    return new MetricValue(
        name,
        OptionalDouble.of(mean.mean()),
        mean.interval(confidence, least, most),
        mean.spread() ? "corrected resampled t-test" : "no interval: the same in every fold");
  }
}
