package org.graft4j.engine;

import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The output layer, run by DL4J: it turns round from the features to their gradient. */
final class OutputStep implements LossStep {
  private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspaces();

  private final GraphVertex vertex;
  private final IOutputLayer layer;
  private final Slopes slopes;
  private final Recording record;
  private final INDArray features;
  private final boolean below;
  private @Nullable INDArray slope;
  private INDArray labels;
  private double loss;

  /**
   * The step, not added yet.
   *
   * @param below whether a gradient goes on from the features
   */
  OutputStep(
      ComputationGraph graph,
      String name,
      Slopes slopes,
      Recording record,
      Tensor features,
      boolean below) {
    this.below = below;
    this.vertex = graph.getVertex(name);
    this.layer = (IOutputLayer) vertex.getLayer();
    this.slopes = slopes;
    this.record = record;
    this.labels = Nd4j.empty(DataType.FLOAT);
    this.features = record.array(features);
  }

  @Override
  public Tensor record(INDArray first) {
    labels = first;
    if (below) {
      slope = record.keep(Nd4j.createUninitialized(DataType.FLOAT, features.shape(), 'c'));
    }
    slopesOfItsOwn();
    record.add(this);
    return Tensor.over(slope == null ? features : slope);
  }

  /** DL4J writes a layer's gradient into an array that the network hands to it. */
  private void slopesOfItsOwn() {
    var trainable = vertex.getLayer();
    if (trainable.numParams() > 0) {
      trainable.setBackpropGradientsViewArray(
          record.keep(Nd4j.zeros(DataType.FLOAT, 1, trainable.numParams())));
    }
  }

  @Override
  public void labels(INDArray batch) {
    labels = batch;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public void run(stream queue) {
    queue._wait();
    vertex.setInput(0, features, NONE);
    layer.setLabels(labels);
    Pair<Gradient, INDArray[]> back = vertex.doBackward(false, NONE);
    for (Map.Entry<String, INDArray> e : back.getFirst().gradientForVariable().entrySet()) {
      slopes.put(vertex.getVertexName(), e.getKey(), e.getValue());
    }
    if (slope != null) {
      slope.assign(back.getSecond()[0].reshape(slope.shape()));
    }
    loss = layer.computeScore(0, true, NONE);
    vertex.clear();
  }
}
