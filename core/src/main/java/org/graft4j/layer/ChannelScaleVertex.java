package org.graft4j.layer;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/** The running form of {@link ChannelScale}. */
final class ChannelScaleVertex extends RunningVertex {

  ChannelScaleVertex(
      ComputationGraph graph, String name, int index, DataType type, ChannelScale conf) {
    super(graph, name, index, type, conf);
  }

  @Override
  INDArray forward(INDArray[] in, LayerWorkspaceMgr workspaces) {
    INDArray x = in[0];
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), x.ordering());
    try (Scratch scratch = new Scratch()) {
      return Broadcast.mul(x, gate(in, scratch), out, 0, 1);
    }
  }

  @Override
  INDArray[] backward(INDArray[] in, INDArray slope) {
    try (Scratch scratch = new Scratch()) {
      INDArray ofPictures = Broadcast.mul(slope, gate(in, scratch), slope.ulike(), 0, 1);
      INDArray ofGate = scratch.keep(slope.mul(in[0])).sum(2, 3).reshape(in[1].shape());
      return new INDArray[] {ofPictures, ofGate};
    }
  }

  /** {@code [batch, channels]}. */
  private INDArray gate(INDArray[] in, Scratch scratch) {
    INDArray x = in[0];
    if (in[1].length() != x.size(0) * x.size(1) || in[1].size(0) != x.size(0)) {
      throw new IllegalArgumentException(
          "the gate of '"
              + getVertexName()
              + "' must have one number for each channel of "
              + Arrays.toString(x.shape())
              + ", but was "
              + Arrays.toString(in[1].shape()));
    }
    return scratch.keep(in[1].dup('c')).reshape('c', x.size(0), x.size(1));
  }
}
