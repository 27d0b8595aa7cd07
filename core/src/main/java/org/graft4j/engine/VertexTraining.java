package org.graft4j.engine;

import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A vertex of DL4J's own in a training step, run as it is, forward and backward. */
final class VertexTraining {
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

  private final TrainingProgram program;
  private final Recording record;
  private final FusedNode node;
  private final GraphVertex vertex;

  VertexTraining(TrainingProgram program, ComputationGraph graph, FusedNode node) {
    this.program = program;
    this.record = program.recording();
    this.node = node;
    this.vertex = graph.getVertex(node.vertex());
  }

  Tensor forward() {
    List<INDArray> inputs =
        node.inputs().stream().map(name -> record.array(program.value(name))).toList();
    if (program.plan().trains(node.vertex())) {
      Layer layer = vertex.getLayer();
      layer.setBackpropGradientsViewArray(
          record.keep(Nd4j.zeros(DataType.FLOAT, 1, layer.numParams())));
    }
    INDArray output = record.keep(activate(inputs).dup('c'));
    record.add(queue -> output.assign(activate(inputs)));
    if (program.plan().hasGradient(node.name())) {
      program.onTheWayBack(node.name(), gradient -> backward(inputs, gradient));
    }
    return Tensor.over(output);
  }

  private INDArray activate(List<INDArray> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      vertex.setInput(i, inputs.get(i), NONE);
    }
    return vertex.doForward(true, NONE);
  }

  private void backward(List<INDArray> inputs, Tensor gradient) {
    INDArray epsilon = record.array(gradient);
    record.drop(gradient);
    List<INDArray> below =
        inputs.stream().map(i -> record.keep(Nd4j.zeros(DataType.FLOAT, i.shape()))).toList();
    record.add((stream queue) -> propagate(epsilon, below));
    for (int i = 0; i < below.size(); i++) {
      program.contribute(node.inputs().get(i), Tensor.over(below.get(i)));
    }
  }

  private void propagate(INDArray epsilon, List<INDArray> below) {
    vertex.setEpsilon(epsilon);
    Pair<Gradient, INDArray[]> back = vertex.doBackward(false, NONE);
    if (back.getFirst() != null) {
      for (Map.Entry<String, INDArray> e : back.getFirst().gradientForVariable().entrySet()) {
        program.slopes().put(node.vertex(), e.getKey(), e.getValue());
      }
    }
    for (int i = 0; i < below.size(); i++) {
      below.get(i).assign(back.getSecond()[i].reshape(below.get(i).shape()));
    }
    vertex.clear();
  }
}
