package org.graft4j.train.objective;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What weights must fulfil whatever the steps do: puts them back after each step. Confined to one
 * thread.
 */
@FunctionalInterface
public interface Constraint {

  /**
   * Changes values in place. What it gives must follow from the values, the progress and what it
   * was made with, or a resumed run is another one.
   *
   * @param parameters all that the step moved, live, by full name, say {@code conv1_W}; running
   *     statistics are among them
   * @param progress share of the stage's steps that are done after this one, in (0, 1]
   */
  void apply(Map<String, INDArray> parameters, double progress);
}
