package org.graft4j.layer;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/** The running form of {@link ChannelGain}. Confined to one thread. */
final class ChannelGainLayer extends ChannelLayer<ChannelGain> {

  ChannelGainLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = checkedInput(2, 4);
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), x.ordering());
    return Broadcast.mul(x, getParam("gamma"), out, 1);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray x = checkedInput(2, 4);
    INDArray slope = epsilon.castTo(dataType);
    int[] others = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
    try (Scratch scratch = new Scratch()) {
      INDArray product = scratch.keep(slope.mul(x));
      gradientViews.get("gamma").assign(scratch.keep(product.sum(others)));
    }
    INDArray below =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    return new Pair<>(gradientOfViews(), Broadcast.mul(slope, getParam("gamma"), below, 1));
  }
}
