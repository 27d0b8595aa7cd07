package org.graft4j.eval.resample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.Bootstrap;
import org.graft4j.eval.uncertainty.Resampling;
import org.graft4j.eval.uncertainty.Statistic;

/**
 * What a cross-validation came to. Immutable.
 *
 * @param folded the items and folds
 * @param folds one for each fold of each repeat
 * @param outOfFold for each repeat, what was said of every item by the model that had not learned
 *     from it, in the order of the items
 * @param measures all of {@link FoldMeasure}, in its order
 * @param confidence of the intervals
 * @param notes what a reader of the numbers should know
 */
public record CrossValidationResult(
    FoldedItems folded,
    List<FoldResult> folds,
    List<PredictionTable> outOfFold,
    List<MeasureSummary> measures,
    double confidence,
    List<String> notes) {
  /** Enough for ends that are steady to a tenth of the width. */
  static final int REPLICATES = 2000;

  public CrossValidationResult {
    folds = List.copyOf(folds);
    outOfFold = List.copyOf(outOfFold);
    measures = List.copyOf(measures);
    notes = List.copyOf(notes);
  }

  static CrossValidationResult of(
      FoldedItems folded, List<FoldResult> folds, List<PredictionTable> tables, double confidence) {
    List<PredictionTable> outOfFold = joined(folded, folds, tables);
    List<MeasureSummary> measures = new ArrayList<>();
    List<Optional<Interval>> pooled = pooledIntervals(folded, outOfFold, confidence);
    Iterator<Optional<Interval>> next = pooled.iterator();
    for (FoldMeasure measure : FoldMeasure.values()) {
      List<Double> values = folds.stream().map(fold -> value(fold, measure)).toList();
      CorrectedResampled mean = CorrectedResampled.of(values, heldToTrained(folds));
      measures.add(
          new MeasureSummary(
              measure,
              values,
              mean.mean(),
              mean.deviation(),
              mean.interval(confidence, 0, measure.most()),
              outOfFold.stream().mapToDouble(measure::value).average().orElseThrow(),
              measure == FoldMeasure.ACCURACY
                  ? next.next().map(interval -> withWidth(interval, folded))
                  : next.next()));
    }
    return new CrossValidationResult(
        folded, folds, outOfFold, measures, confidence, notes(folded, measures));
  }

  static double value(FoldResult fold, FoldMeasure measure) {
    Double value = fold.values().get(measure);
    if (value == null) {
      throw new IllegalArgumentException("a fold must have its " + measure + ", but has none");
    }
    return value;
  }

  /** How many are held out for each one learned from, over all folds. */
  static double heldToTrained(List<FoldResult> folds) {
    double held = folds.stream().mapToLong(FoldResult::heldOut).sum();
    double learned = folds.stream().mapToLong(fold -> fold.trained() + fold.validated()).sum();
    return held / learned;
  }

  private static List<PredictionTable> joined(
      FoldedItems folded, List<FoldResult> folds, List<PredictionTable> tables) {
    List<PredictionTable> joined = new ArrayList<>();
    for (int repeat = 0; repeat < folded.repeats(); repeat++) {
      Map<String, double[]> said = new HashMap<>();
      for (int f = 0; f < folds.size(); f++) {
        if (folds.get(f).place().repeat() == repeat) {
          PredictionTable table = tables.get(f);
          for (int i = 0; i < table.size(); i++) {
            said.put(table.ids().get(i), table.probabilities(i));
          }
        }
      }
      PredictionTable.Builder all = PredictionTable.of(folded.labels());
      for (ImageItem item : folded.items()) {
        double[] probabilities = said.get(item.id());
        if (probabilities == null) {
          throw new IllegalStateException("'" + item.id() + "' was held out by no fold");
        }
        all.add(item.id(), item.label(), probabilities);
      }
      joined.add(all.build());
    }
    return joined;
  }

  private static List<Optional<Interval>> pooledIntervals(
      FoldedItems folded, List<PredictionTable> outOfFold, double confidence) {
    Resampling resampling = Resampling.grouped(folded.units());
    List<Statistic> statistics =
        Arrays.stream(FoldMeasure.values()).map(measure -> mean(measure, outOfFold)).toList();
    return Bootstrap.of(resampling, REPLICATES, Seed.of(0))
        .intervals(statistics, Bootstrap.Method.PERCENTILE, confidence);
  }

  /** All right, or all wrong: draws say nothing then, and what is known stands on the units. */
  private static Interval withWidth(Interval drawn, FoldedItems folded) {
    if (drawn.low() != drawn.high()) {
      return drawn;
    }
    long units = Resampling.grouped(folded.units()).units();
    return Interval.wilson(Math.round(drawn.low() * units), units, drawn.confidence());
  }

  /** The mean over repeats: an item that is drawn is drawn in all of them. */
  static Statistic mean(FoldMeasure measure, List<PredictionTable> outOfFold) {
    List<Statistic> each = outOfFold.stream().map(measure::of).toList();
    return times -> each.stream().mapToDouble(s -> s.of(times)).average().orElse(Double.NaN);
  }

  private static List<String> notes(FoldedItems folded, List<MeasureSummary> measures) {
    List<String> notes = new ArrayList<>(folded.notes());
    notes.add(
        "folds are not independent, since they share training items: the interval of the mean is"
            + " corrected for that (Nadeau, Bengio 2003), which is an approximation");
    if (of(measures, FoldMeasure.ACCURACY).deviation() == 0) {
      notes.add(
          "all folds have the same accuracy, so that their spread says nothing: read the interval"
              + " of the pooled number");
    }
    if (folded.design().domains() != null) {
      notes.add(
          "each fold is a domain: the mean counts domains alike, the pooled number counts pictures;"
              + " read the domains one by one");
    }
    return notes;
  }

  /** One of the measures. */
  public MeasureSummary measure(FoldMeasure measure) {
    return of(measures, measure);
  }

  private static MeasureSummary of(List<MeasureSummary> measures, FoldMeasure measure) {
    return measures.stream().filter(m -> m.measure() == measure).findFirst().orElseThrow();
  }

  /** The folds of one repeat, from 0. */
  public List<FoldResult> repeat(int repeat) {
    return IntStream.range(0, folds.size())
        .mapToObj(folds::get)
        .filter(fold -> fold.place().repeat() == repeat)
        .toList();
  }
}
