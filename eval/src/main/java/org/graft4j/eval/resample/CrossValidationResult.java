package org.graft4j.eval.resample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.IntervalSettings;
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
  public CrossValidationResult {
    folds = List.copyOf(folds);
    outOfFold = List.copyOf(outOfFold);
    measures = List.copyOf(measures);
    notes = List.copyOf(notes);
  }

  static CrossValidationResult of(
      FoldedItems folded, List<FoldResult> folds, List<PredictionTable> tables, double confidence) {
    List<PredictionTable> outOfFold = joined(folded, folds, tables);
    PooledNumbers pooled = PooledNumbers.of(outOfFold, folded.intervals(confidence));
    List<MeasureSummary> measures =
        Arrays.stream(FoldMeasure.values())
            .map(measure -> MeasureSummary.of(measure, folds, pooled.of(measure), confidence))
            .toList();
    return new CrossValidationResult(
        folded, folds, outOfFold, measures, confidence, ResultNotes.of(folded, folds, measures));
  }

  static List<PredictionTable> joined(
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

  /** The mean over repeats: an item that is drawn is drawn in all of them. */
  static Statistic mean(FoldMeasure measure, List<PredictionTable> outOfFold) {
    List<Statistic> each = outOfFold.stream().map(measure::of).toList();
    return times -> each.stream().mapToDouble(s -> s.of(times)).average().orElse(Double.NaN);
  }

  /** How the pooled numbers' intervals were made, for others of the same predictions. */
  public IntervalSettings intervals() {
    return folded.intervals(confidence);
  }

  /** One of the measures. */
  public MeasureSummary measure(FoldMeasure measure) {
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
