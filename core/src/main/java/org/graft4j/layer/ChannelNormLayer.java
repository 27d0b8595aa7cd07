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
import org.nd4j.linalg.ops.transforms.Transforms;

/** The running form of {@link ChannelNorm}. Confined to one thread. */
final class ChannelNormLayer extends ChannelLayer<ChannelNorm> {

  ChannelNormLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = checkedInput(2, 4);
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), x.ordering());
    try (Scratch scratch = new Scratch()) {
      INDArray centred = centred(x, scratch);
      out.assign(centred.muli(inverseStd(centred, scratch)));
    }
    Broadcast.mul(out, getParam("gamma"), out, 1);
    return Broadcast.add(out, getParam("beta"), out, 1);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray x = checkedInput(2, 4);
    INDArray slope = epsilon.castTo(dataType);
    INDArray below =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    try (Scratch scratch = new Scratch()) {
      INDArray normal = centred(x, scratch);
      INDArray inverse = inverseStd(normal, scratch);
      normal.muli(inverse);

      int[] others = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
      INDArray product = scratch.keep(slope.mul(normal));
      gradientViews.get("gamma").assign(scratch.keep(product.sum(others)));
      gradientViews.get("beta").assign(scratch.keep(slope.sum(others)));

      // Both the mean and the variance depend on each channel.
      INDArray scaled = Broadcast.mul(slope, getParam("gamma"), scratch.keep(slope.ulike()), 1);
      INDArray mean = scratch.keep(scaled.mean(true, 1));
      INDArray along = scratch.keep(scratch.keep(scaled.mul(normal)).mean(true, 1));
      below.assign(scaled.subi(mean).subi(normal.muli(along)).muli(inverse));
    }
    return new Pair<>(gradientOfViews(), below);
  }

  private static INDArray centred(INDArray x, Scratch scratch) {
    return scratch.keep(x.sub(scratch.keep(x.mean(true, 1))));
  }

  private INDArray inverseStd(INDArray centred, Scratch scratch) {
    INDArray variance = scratch.keep(scratch.keep(centred.mul(centred)).mean(true, 1));
    return Transforms.pow(variance.addi(layerConf().getEps()), -0.5, false);
  }
}
