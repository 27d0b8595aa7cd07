package org.graft4j.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The random parameters of one mixing of one batch, already drawn: a value, and its effect on the
 * batch, which is deterministic.
 */
@FunctionalInterface
public interface BatchDraw {

  /**
   * Mixes a batch in place. A batch of one stays as it is.
   *
   * @param features {@code [batch, ...example]}, changed; not shared with anything that is kept
   * @param labels {@code [batch, classes]}, changed; each row adds up to what it did before if all
   *     rows add up to the same
   */
  void apply(INDArray features, INDArray labels);
}
