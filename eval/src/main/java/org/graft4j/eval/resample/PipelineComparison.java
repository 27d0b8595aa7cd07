package org.graft4j.eval.resample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.uncertainty.Bootstrap;
import org.graft4j.eval.uncertainty.Resampling;
import org.graft4j.eval.uncertainty.Statistic;

/**
 * Two pipelines over the same folds: first less second. Immutable.
 *
 * @param measure what they are compared by
 * @param differences of the folds, in their order
 * @param mean of those
 * @param interval of the mean by the corrected resampled t-test: whether the first way of training
 *     would do better again
 * @param pValue of that test, two-sided; empty where all differences are equal
 * @param pooled difference of the out-of-fold predictions, the mean over repeats
 * @param pooledInterval of that by drawing groups of samples anew, for both pipelines at once:
 *     whether these trained models would do better on other samples; empty where it is undefined
 */
public record PipelineComparison(
    FoldMeasure measure,
    List<Double> differences,
    double mean,
    Interval interval,
    OptionalDouble pValue,
    double pooled,
    Optional<Interval> pooledInterval) {

  public PipelineComparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares.
   *
   * @param first and {@code second} over the same items and folds, with the same confidence
   * @throws IllegalArgumentException if they are not; the message says what differs
   */
  public static PipelineComparison of(
      CrossValidationResult first, CrossValidationResult second, FoldMeasure measure) {
    requireSame(first, second);
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < first.folds().size(); i++) {
      differences.add(
          CrossValidationResult.value(first.folds().get(i), measure)
              - CrossValidationResult.value(second.folds().get(i), measure));
    }
    CorrectedResampled mean =
        CorrectedResampled.of(differences, CrossValidationResult.heldToTrained(first.folds()));
    Statistic one = CrossValidationResult.mean(measure, first.outOfFold());
    Statistic other = CrossValidationResult.mean(measure, second.outOfFold());
    Bootstrap bootstrap =
        Bootstrap.of(
            Resampling.grouped(first.folded().units()),
            CrossValidationResult.REPLICATES,
            Seed.of(0));
    return new PipelineComparison(
        measure,
        differences,
        mean.mean(),
        mean.interval(first.confidence(), -measure.most(), measure.most()),
        mean.pValue(),
        first.measure(measure).pooled() - second.measure(measure).pooled(),
        bootstrap.interval(
            times -> one.of(times) - other.of(times),
            Bootstrap.Method.PERCENTILE,
            first.confidence()));
  }

  private static void requireSame(CrossValidationResult first, CrossValidationResult second) {
    var facts = first.folded().facts();
    second
        .folded()
        .facts()
        .forEach(
            (name, value) -> {
              if (!value.equals(facts.get(name))) {
                throw new IllegalArgumentException(
                    "both must be of the same items and folds, but "
                        + name
                        + " were "
                        + facts.get(name)
                        + " and "
                        + value);
              }
            });
    if (first.confidence() != second.confidence()) {
      throw new IllegalArgumentException(
          "both must have the same confidence, but had "
              + first.confidence()
              + " and "
              + second.confidence());
    }
  }

  /** Whether the corrected interval leaves 0 out. */
  public boolean differs() {
    return interval.low() > 0 || interval.high() < 0;
  }

  /** Say {@code accuracy +0.021 [-0.003, +0.045], no difference shown, p = 0.08}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %+.3f [%+.3f, %+.3f], %s%s",
        measure,
        mean,
        interval.low(),
        interval.high(),
        differs() ? "a difference" : "no difference shown",
        pValue.isEmpty()
            ? ""
            : pValue.getAsDouble() < 0.001
                ? ", p < 0.001"
                : String.format(Locale.ROOT, ", p = %.3f", pValue.getAsDouble()));
  }
}
