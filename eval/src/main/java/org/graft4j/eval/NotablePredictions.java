package org.graft4j.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The predictions of a report that are worth a look. Empty lists if it did not keep them. Immutable
 * and thread-safe.
 */
public final class NotablePredictions {
  private final List<Prediction> predictions;

  private NotablePredictions(List<Prediction> predictions) {
    this.predictions = predictions;
  }

  /** Those of a report. */
  public static NotablePredictions of(ClassificationReport report) {
    return new NotablePredictions(report.predictions());
  }

  /**
   * The wrong predictions, those with the highest probability first, then by id.
   *
   * @param limit most to give, not negative
   */
  public List<Prediction> mostConfidentMistakes(int limit) {
    return mistakes(Comparator.comparingDouble(Prediction::probability).reversed(), limit);
  }

  /**
   * The wrong predictions, those with the lowest probability of their own class and so the biggest
   * log loss first, then by id.
   *
   * @param limit most to give, not negative
   */
  public List<Prediction> biggestLosses(int limit) {
    return mistakes(Comparator.comparingDouble(Prediction::labelProbability), limit);
  }

  private List<Prediction> mistakes(Comparator<Prediction> first, int limit) {
    return predictions.stream()
        .filter(prediction -> !prediction.correct())
        .sorted(first.thenComparing(Prediction::id))
        .limit(limit)
        .toList();
  }

  /**
   * The first right prediction of each class, by id, in the order of the classes.
   *
   * @param limit most to give, not negative
   */
  public List<Prediction> correctOfEachClass(int limit) {
    Map<Integer, Prediction> first = new TreeMap<>();
    predictions.stream()
        .filter(Prediction::correct)
        .forEach(
            prediction ->
                first.merge(
                    prediction.label(),
                    prediction,
                    (a, b) -> a.id().compareTo(b.id()) <= 0 ? a : b));
    return first.values().stream().limit(limit).toList();
  }
}
