package org.graft4j.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks at what a vertex gives in a training step, and may add to its gradient. */
@FunctionalInterface
public interface Probe {

  /**
   * Called in the forward pass of a training step.
   *
   * @param output {@code [batch, ...]}; not to be changed or kept
   * @return what is added to the gradient of the output on the way back, of its shape and type, the
   *     sum over the batch; taken over
   */
  INDArray look(INDArray output);
}
