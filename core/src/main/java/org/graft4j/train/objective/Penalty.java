package org.graft4j.train.objective;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A penalty on the weights of the network, one parameter at a time: {@code lambda * R(w)}. Asked
 * for every parameter that a step moves, but not for running statistics. Confined to one thread.
 */
public interface Penalty {

  /** Unique in an objective, {@code [a-z0-9-]+}: names its part in the history. */
  String name();

  /**
   * Adds the penalty's derivative to a parameter's gradient.
   *
   * @param parameter full name, say {@code conv1_W}
   * @param values of the parameter; not to be changed
   * @param slope of the mean loss by them: the derivative of the penalty is added
   * @return the penalty, 0 where it does not concern the parameter
   */
  double addTo(String parameter, INDArray values, INDArray slope);
}
