package org.graft4j.train.objective;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What weights must fulfil whatever the steps do: puts them back after each step. What a stage is
 * scored by and what it leaves behind, be it averages or an earlier epoch, is put back too, and is
 * not what the next step goes on from. Confined to one thread; one that is {@link AutoCloseable} is
 * closed at the end of the stage.
 */
@FunctionalInterface
public interface Constraint {

  /**
   * Changes values in place. What it gives must follow from the values, the progress and what it
   * was made with, or a resumed run is another one.
   *
   * @param parameters all that the step moved, live, by full name, say {@code conv1_W}; running
   *     statistics are among them
   * @param progress share of the stage's steps that are done after this one, in (0, 1]; 1 for what
   *     the stage leaves behind, however early it ends
   */
  void apply(Map<String, INDArray> parameters, double progress);

  /**
   * Whether it asks for no more from here on: only epochs that end so are candidates for the best
   * one, since an earlier one's score is of weights that were less bound.
   *
   * @param progress as for {@link #apply}
   */
  default boolean settled(double progress) {
    return true;
  }
}
