package org.graft4j.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.FoldMeasure;
import org.graft4j.eval.resample.FoldPlace;
import org.graft4j.eval.resample.MeasureSummary;

/**
 * One number on several divisions of the data, and their mean. Immutable.
 *
 * @param method how the data was divided, say {@code "5 folds, stratified"}
 * @param folds at least two
 * @param mean over the folds, with the interval and its method in the note
 */
public record FoldScores(String method, List<Fold> folds, MetricValue mean) {

  public FoldScores {
    folds = List.copyOf(folds);
    if (folds.size() < 2) {
      throw new IllegalArgumentException("folds must be at least 2, but were " + folds.size());
    }
  }

  /** One measure of a cross-validation, with the corrected interval of its mean. */
  public static FoldScores of(CrossValidationResult result, FoldMeasure measure) {
    MeasureSummary summary = result.measure(measure);
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < result.folds().size(); i++) {
      folds.add(
          new Fold(
              name(result.folds().get(i).place(), result.folded().repeats()),
              result.folds().get(i).heldOut(),
              summary.values().get(i)));
    }
    List<String> notes = new ArrayList<>(List.of(summary.mean().note()));
    notes.addAll(result.notes());
    return new FoldScores(
        result.folded().design().toString(),
        folds,
        new MetricValue(
            measure.toString(),
            summary.mean().value(),
            summary.mean().interval(),
            String.join("; ", notes)));
  }

  private static String name(FoldPlace place, int repeats) {
    return repeats == 1 ? place.name() : place.name() + " of repeat " + (place.repeat() + 1);
  }

  /**
   * One division.
   *
   * @param name what tells it from the others
   * @param n samples that were measured
   * @param value empty where it is undefined
   */
  public record Fold(String name, long n, OptionalDouble value) {}
}
