package org.graft4j.cli;

import java.util.List;
import org.graft4j.eval.resample.CrossValidationResult;
import org.graft4j.eval.resample.NestedSearchResult;
import org.graft4j.eval.resample.PipelineComparison;
import org.jspecify.annotations.Nullable;

/**
 * What {@code cv} has to say.
 *
 * @param pipeline what was measured
 * @param result its numbers
 * @param compared with another one; null without --against
 * @param notes beside those of the numbers
 * @param search by which candidates were chosen; null without any
 */
record CvOutcome(
    String pipeline,
    CrossValidationResult result,
    @Nullable Compared compared,
    List<String> notes,
    @Nullable NestedSearchResult search) {

  /**
   * Another pipeline over the same folds.
   *
   * @param name what it is
   * @param result its numbers
   * @param difference the first one's less its own
   */
  record Compared(String name, CrossValidationResult result, PipelineComparison difference) {}
}
