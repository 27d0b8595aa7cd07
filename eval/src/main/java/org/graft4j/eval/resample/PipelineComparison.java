package org.graft4j.eval.resample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.uncertainty.Bootstrap;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.Resampling;
import org.graft4j.eval.uncertainty.Statistic;

/**
 * Two pipelines over the same folds: first less second. Immutable.
 *
 * @param measure what they are compared by
 * @param differences of the folds, in their order; empty for a mean over classes where a fold lacks
 *     one
 * @param mean of those, undefined if one of them is, with the interval by the corrected resampled
 *     t-test: whether the first way of training would do better again. There is none where all
 *     differences are equal
 * @param pValue of that test, two-sided; empty where there is no interval
 * @param pooled difference of the out-of-fold predictions, the mean over repeats, with the interval
 *     by drawing groups of samples anew, for both pipelines at once: whether these trained models
 *     would do better on other samples
 */
public record PipelineComparison(
    FoldMeasure measure,
    List<OptionalDouble> differences,
    MetricValue mean,
    OptionalDouble pValue,
    MetricValue pooled) {

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
    List<OptionalDouble> differences = new ArrayList<>();
    for (int i = 0; i < first.folds().size(); i++) {
      OptionalDouble one = first.folds().get(i).value(measure);
      OptionalDouble other = second.folds().get(i).value(measure);
      differences.add(
          one.isEmpty() || other.isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(one.getAsDouble() - other.getAsDouble()));
    }
    CorrectedMean mean = CorrectedMean.of(differences, first.folds());
    return new PipelineComparison(
        measure,
        differences,
        mean.value(measure.toString(), first.confidence(), -measure.most(), measure.most()),
        mean.pValue(),
        pooled(first, second, measure));
  }

  private static MetricValue pooled(
      CrossValidationResult first, CrossValidationResult second, FoldMeasure measure) {
    Statistic one = CrossValidationResult.mean(measure, first.outOfFold());
    Statistic other = CrossValidationResult.mean(measure, second.outOfFold());
    IntervalSettings settings = first.folded().intervals(first.confidence());
    Resampling resampling =
        settings
            .groups()
            .map(groups -> Resampling.grouped(groups.of()))
            .orElseGet(() -> Resampling.of(first.folded().items().size()));
    double difference =
        IntStream.range(0, first.outOfFold().size())
            .mapToDouble(
                i ->
                    measure.value(first.outOfFold().get(i)).orElseThrow()
                        - measure.value(second.outOfFold().get(i)).orElseThrow())
            .average()
            .orElseThrow();
    if (resampling.units() < FoldedItems.FEWEST_DRAWN) {
      return without(measure, difference, "fewer than " + FoldedItems.FEWEST_DRAWN + " to draw");
    }
    Optional<Interval> interval =
        Bootstrap.of(resampling, settings.replicates(), settings.seed())
            .interval(
                times -> one.of(times) - other.of(times),
                Bootstrap.Method.PERCENTILE,
                settings.confidence());
    if (interval.isEmpty()) {
      return without(measure, difference, "undefined in too many draws");
    }
    if (interval.get().high() - interval.get().low() <= 1e-12) {
      return without(measure, difference, "the same in every draw");
    }
    return new MetricValue(
        measure.toString(), OptionalDouble.of(difference), interval, "paired percentile bootstrap");
  }

  private static MetricValue without(FoldMeasure measure, double difference, String why) {
    return new MetricValue(
        measure.toString(), OptionalDouble.of(difference), Optional.empty(), "no interval: " + why);
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

  /** Whether there is a test, and the corrected interval leaves 0 out. */
  public boolean differs() {
    return pValue.isPresent()
        && mean.interval().map(i -> i.low() > 0 || i.high() < 0).orElse(false);
  }

  /** Say {@code accuracy +0.021 [-0.003, +0.045], no difference shown, p = 0.08}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %s, %s%s",
        measure,
        mean.value().isEmpty() ? mean.note() : signed(mean),
        differs() ? "a difference" : "no difference shown",
        pValue.isEmpty()
            ? ""
            : pValue.getAsDouble() < 0.001
                ? ", p < 0.001"
                : String.format(Locale.ROOT, ", p = %.3f", pValue.getAsDouble()));
  }

  private static String signed(MetricValue mean) {
    return String.format(
        Locale.ROOT,
        "%+.3f%s",
        mean.value().orElseThrow(),
        mean.interval()
            .map(i -> String.format(Locale.ROOT, " [%+.3f, %+.3f]", i.low(), i.high()))
            .orElse(", " + mean.note()));
  }
}
