package org.graft4j.engine;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs DL4J's graph as it is: where oneDNN is not at hand, and for numbers other than FLOAT. */
final class GraphRunner implements Runner {
  private final ComputationGraph graph;

  GraphRunner(ComputationGraph graph) {
    this.graph = graph;
  }

  @Override
  public INDArray run(INDArray batch) {
    // An activation that is the first layer changes what it is given, and the graph's own array
    // may be an array that it goes on using.
    try (INDArray own = batch.dup('c')) {
      return graph.outputSingle(false, own).dup('c');
    }
  }

  /** Activations live in workspaces that DL4J does not tell the size of. */
  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void close() {
    graph.clear();
  }
}
