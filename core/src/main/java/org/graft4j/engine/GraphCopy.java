package org.graft4j.engine;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Graphs of one's own over the parameters of another: a vertex keeps its input and its gradient.
 */
final class GraphCopy {
  private GraphCopy() {}

  /** Reads the very parameters of the graph, also when they change. */
  static ComputationGraph over(ComputationGraph graph) {
    ComputationGraph copy = of(graph.getConfiguration(), graph.params());
    copy.getConfiguration().setIterationCount(graph.getIterationCount());
    copy.getConfiguration().setEpochCount(graph.getEpochCount());
    return copy;
  }

  static ComputationGraph of(ComputationGraphConfiguration conf, @Nullable INDArray parameters) {
    return RngState.keeping(
        () -> {
          ComputationGraph copy = new ComputationGraph(conf.clone());
          // A part without parameters has an empty array, which DL4J does not take.
          copy.init(parameters == null || parameters.isEmpty() ? null : parameters, false);
          return copy;
        });
  }
}
