package org.graft4j.eval.report;

import java.util.List;
import java.util.OptionalDouble;
import org.graft4j.eval.MetricValue;

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

  /**
   * One division.
   *
   * @param name what tells it from the others
   * @param n samples that were measured
   * @param value empty where it is undefined
   */
  public record Fold(String name, long n, OptionalDouble value) {}
}
