package org.graft4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.graft4j.layer.ChannelNorm;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vertex in a training step, run as it is, forward and backward. What it gives is copied and
 * released: outside the heap it would wait for a collector that does not see how much it is.
 */
final class VertexTraining {
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

  private final TrainingProgram program;
  private final Recording record;
  private final FusedNode node;
  private final GraphVertex vertex;

  /** Whether it needs its output no more on the way back, as those of this library do not. */
  private final boolean forgets;

  /** What it gave last, until the way back. */
  private @Nullable INDArray given;

  VertexTraining(TrainingProgram program, ComputationGraph graph, FusedNode node) {
    this.program = program;
    this.record = program.recording();
    this.node = node;
    this.vertex = graph.getVertex(node.vertex());
    Object known = vertex.hasLayer() ? vertex.getLayer() : vertex;
    this.forgets = known.getClass().getPackage() == ChannelNorm.class.getPackage();
  }

  Tensor forward() {
    List<INDArray> inputs =
        node.inputs().stream().map(name -> record.array(program.value(name))).toList();
    if (program.plan().trains(node.vertex())) {
      Layer layer = vertex.getLayer();
      layer.setBackpropGradientsViewArray(
          record.keep(Nd4j.zeros(DataType.FLOAT, 1, layer.numParams())));
    }
    boolean returns = program.plan().hasGradient(node.name());
    INDArray first = activate(inputs);
    INDArray output = record.keep(first.dup('c'));
    VertexSteps.release(first, inputs);
    record.add((stream queue) -> forward(inputs, output, returns && !forgets));
    if (returns) {
      program.onTheWayBack(node.name(), gradient -> backward(inputs, gradient));
    }
    return Tensor.over(output);
  }

  private void forward(List<INDArray> inputs, INDArray output, boolean keep) {
    if (given != null) {
      VertexSteps.release(given, inputs); // no gradient came back
    }
    INDArray result = activate(inputs);
    output.assign(result);
    if (keep) {
      given = result;
    } else {
      VertexSteps.release(result, inputs);
    }
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
    record.add((stream queue) -> propagate(inputs, epsilon, below));
    for (int i = 0; i < below.size(); i++) {
      program.contribute(node.inputs().get(i), Tensor.over(below.get(i)));
    }
  }

  private void propagate(List<INDArray> inputs, INDArray epsilon, List<INDArray> below) {
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
    List<INDArray> others = new ArrayList<>(inputs);
    others.add(epsilon);
    for (INDArray slope : back.getSecond()) {
      VertexSteps.release(slope, others);
    }
    if (given != null) {
      VertexSteps.release(given, others);
      given = null;
    }
  }
}
