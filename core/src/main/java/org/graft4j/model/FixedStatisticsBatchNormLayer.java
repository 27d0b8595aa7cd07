package org.graft4j.model;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.BatchNormalizationHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The running form of {@link FixedStatisticsBatchNorm}. Confined to one thread. */
class FixedStatisticsBatchNormLayer extends BatchNormalization {
  static final List<String> PARAMETERS = List.of("gamma", "beta", "mean", "var");

  FixedStatisticsBatchNormLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray x = input.castTo(dataType);
    // oneDNN, where acceleration is on; it declines what it cannot do
    if (getHelper() instanceof BatchNormalizationHelper helper) {
      INDArray fast = accelerated(helper, x, workspaces);
      if (fast != null) {
        return fast;
      }
    }
    INDArray scale = row("gamma").mul(inverseStd());
    INDArray shift = row("beta").sub(row("mean").mul(scale));
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), x.ordering());
    Broadcast.mul(x, scale, out, channels(x));
    return Broadcast.add(out, shift, out, channels(x));
  }

  private INDArray accelerated(
      BatchNormalizationHelper helper, INDArray x, LayerWorkspaceMgr workspaces) {
    return helper.preOutput(
        x,
        false,
        x.shape(),
        getParam("gamma"),
        getParam("beta"),
        getParam("mean"),
        getParam("var"),
        layerConf().getDecay(),
        layerConf().getEps(),
        layerConf().getCnn2DFormat(),
        workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray eps = epsilon.castTo(dataType);
    int channels = channels(eps);
    int[] others = IntStream.range(0, eps.rank()).filter(d -> d != channels).toArray();
    INDArray invStd = inverseStd();
    INDArray xHat = input.castTo(dataType).dup();
    Broadcast.sub(xHat, row("mean"), xHat, channels);
    Broadcast.mul(xHat, invStd, xHat, channels);
    gradientViews.get("gamma").assign(xHat.muli(eps).sum(others).reshape(1, -1));
    gradientViews.get("beta").assign(eps.sum(others).reshape(1, -1));
    // For the statistics the view holds an update, not a gradient: zero keeps them to the bit.
    gradientViews.get("mean").assign(0);
    gradientViews.get("var").assign(0);
    Gradient gradient = new DefaultGradient();
    PARAMETERS.forEach(p -> gradient.setGradientFor(p, gradientViews.get(p)));
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, dataType, eps.shape(), eps.ordering());
    Broadcast.mul(eps, row("gamma").mul(invStd), out, channels);
    return new Pair<>(gradient, out);
  }

  /** The dimension of the channels. */
  final int channels(INDArray x) {
    boolean last = x.rank() == 4 && layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
    return last ? 3 : 1;
  }

  /** A parameter, of rank 1. */
  final INDArray row(String parameter) {
    INDArray p = getParam(parameter);
    return p.reshape(p.length());
  }

  private INDArray inverseStd() {
    return Transforms.pow(row("var").add(layerConf().getEps()), -0.5);
  }
}
