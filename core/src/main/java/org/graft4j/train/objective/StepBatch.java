package org.graft4j.train.objective;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The batch of one step, as {@link FeatureTerm terms} see it. The arrays are live and not to be
 * changed.
 *
 * @param features what the trained network is given: pictures {@code [batch, depth, height, width]}
 *     or, above a frozen part, its rows {@code [batch, ...]}
 * @param labels {@code [batch, width]}
 * @param ids of the examples, in their order; empty if the source gives none
 * @param epoch within the stage, from 0
 * @param progress share of the stage's steps that are done, in [0, 1)
 */
public record StepBatch(
    INDArray features, INDArray labels, List<String> ids, int epoch, double progress) {
  public StepBatch {
    ids = List.copyOf(ids);
  }

  /**
   * How many of the examples have a label: the first ones. Those of another set, which come after
   * them, have rows of zeros, and are no affair of a term that is about the task itself.
   */
  public int labelled() {
    int rows = Math.toIntExact(labels.size(0));
    try (INDArray size = labels.norm1(1)) {
      while (rows > 0 && size.getDouble(rows - 1) == 0) {
        rows--;
      }
    }
    return rows;
  }
}
