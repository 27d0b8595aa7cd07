package org.graft4j.engine;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs vertices of DL4J's own inside a program: what is not known here runs as it is. */
final class VertexSteps {
  private final Recording record;
  private final ComputationGraph graph;

  /**
   * Steps of one recording.
   *
   * @param graph for this recording alone, since a vertex keeps its input
   * @param batchSize examples in each run
   */
  VertexSteps(Recording record, ComputationGraph graph, long batchSize) {
    this.record = record;
    this.graph = graph;
    // DL4J's vertices ask the graph how large the batch is.
    graph.setInput(0, record.keep(Nd4j.zeros(DataType.FLOAT, batchSize, 1)));
  }

  Tensor add(String name, List<Tensor> values) {
    List<INDArray> inputs = values.stream().map(record::array).toList();
    GraphVertex vertex = graph.getVertex(name);
    INDArray first = forward(vertex, inputs);
    INDArray output = first.dup('c');
    release(first, inputs);
    record.keep(output);
    record.add(new Forward(vertex, inputs, output));
    return Tensor.over(output);
  }

  private static INDArray forward(GraphVertex vertex, List<INDArray> inputs) {
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    for (int i = 0; i < inputs.size(); i++) {
      vertex.setInput(i, inputs.get(i), none);
    }
    INDArray output = vertex.doForward(false, none);
    vertex.clear();
    return output;
  }

  /**
   * Some vertices hand on what they were handed; what is their own need not wait to be collected.
   */
  static void release(INDArray result, List<INDArray> others) {
    if (!result.wasClosed() && !handedOn(result, others) && result.closeable()) {
      result.close();
    }
  }

  private static boolean handedOn(INDArray result, List<INDArray> others) {
    return others.stream().anyMatch(o -> o.data().address() == result.data().address());
  }

  /** A call of a vertex. */
  private record Forward(GraphVertex vertex, List<INDArray> inputs, INDArray output)
      implements Step {
    @Override
    public void run(stream queue) {
      queue._wait();
      INDArray result = forward(vertex, inputs);
      if (!Arrays.equals(result.shape(), output.shape())) {
        throw new IllegalStateException(
            "vertex '"
                + vertex.getVertexName()
                + "' must give the same shape for the same input, but gave "
                + Arrays.toString(result.shape())
                + " after "
                + Arrays.toString(output.shape()));
      }
      output.assign(result);
      release(result, inputs);
    }
  }
}
