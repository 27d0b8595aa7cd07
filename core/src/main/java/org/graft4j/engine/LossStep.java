package org.graft4j.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a training step turns round: from the output to the loss and the gradient. */
interface LossStep extends Step {

  /** For the next run. */
  void labels(INDArray batch);

  /** The mean loss of the last batch. */
  double loss();

  /**
   * Adds the step.
   *
   * @param first labels of the batch that the program is made with
   * @return the gradient of the value that the loss was made over
   */
  Tensor record(INDArray first);
}
