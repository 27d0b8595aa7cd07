package org.graft4j.eval.resample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.MetricIntervals;
import org.graft4j.eval.uncertainty.Resampling;

/**
 * The numbers of out-of-fold predictions by {@link MetricIntervals}; of several repeats the mean.
 * All repeats see the same draws, and the interval's ends are the means of theirs, which is a
 * little wide where repeats differ.
 */
final class PooledNumbers {
  private final IntervalSettings settings;
  private final List<PredictionTable> repeats;
  private final List<List<MetricValue>> numbers;

  private PooledNumbers(
      IntervalSettings settings, List<PredictionTable> repeats, List<List<MetricValue>> numbers) {
    this.settings = settings;
    this.repeats = repeats;
    this.numbers = numbers;
  }

  /**
   * The numbers.
   *
   * @param repeats tables of the same samples in the same order
   */
  static PooledNumbers of(List<PredictionTable> repeats, IntervalSettings settings) {
    return new PooledNumbers(
        settings,
        repeats,
        repeats.stream().map(table -> MetricIntervals.of(table, settings)).toList());
  }

  /** The mean over the repeats. */
  MetricValue of(FoldMeasure measure) {
    List<MetricValue> each = new ArrayList<>();
    for (int repeat = 0; repeat < numbers.size(); repeat++) {
      MetricValue value =
          numbers.get(repeat).stream()
              .filter(number -> number.name().equals(measure.toString()))
              .findFirst()
              .orElseThrow();
      each.add(measure == FoldMeasure.ACCURACY ? withWidth(value, repeats.get(repeat)) : value);
    }
    if (each.size() == 1) {
      return each.get(0);
    }
    for (MetricValue value : each) {
      if (value.interval().isEmpty()) {
        return new MetricValue(value.name(), mean(each), Optional.empty(), value.note());
      }
    }
    return new MetricValue(
        measure.toString(),
        mean(each),
        Optional.of(
            new Interval(
                each.stream()
                    .mapToDouble(v -> v.interval().orElseThrow().low())
                    .average()
                    .orElseThrow(),
                each.stream()
                    .mapToDouble(v -> v.interval().orElseThrow().high())
                    .average()
                    .orElseThrow(),
                settings.confidence())),
        String.format(Locale.ROOT, "%s; mean of %d repeats", each.get(0).note(), each.size()));
  }

  private static OptionalDouble mean(List<MetricValue> each) {
    return each.stream().mapToDouble(v -> v.value().orElse(Double.NaN)).average();
  }

  /** All right, or all wrong: draws say nothing then, and what is known stands on the groups. */
  private MetricValue withWidth(MetricValue accuracy, PredictionTable table) {
    if (accuracy.interval().isPresent() || settings.groups().isEmpty()) {
      return accuracy;
    }
    long right = IntStream.range(0, table.size()).filter(table::correct).count();
    long units = Resampling.grouped(settings.groups().get().of()).units();
    if (units < FoldedItems.FEWEST_DRAWN || (right != 0 && right != table.size())) {
      return accuracy;
    }
    return new MetricValue(
        accuracy.name(),
        accuracy.value(),
        Optional.of(Interval.wilson(right == 0 ? 0 : units, units, settings.confidence())),
        "Wilson, of the groups");
  }
}
