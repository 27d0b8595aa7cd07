package org.graft4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running form of {@link GroupedConvolution}. Confined to one thread. */
final class GroupedConvolutionLayer extends ChannelLayer<GroupedConvolution> {

  GroupedConvolutionLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    INDArray z = preOutput(training, workspaces);
    return layerConf().getActivationFn().getActivation(z, training);
  }

  @Override
  protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray x = checkedInput(4);
    long[] size = layerConf().places().outputSize(layerConf().getLayerName(), x.size(2), x.size(3));
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            dataType,
            new long[] {x.size(0), layerConf().getNOut(), size[0], size[1]},
            'c');
    products(x).forward(x, weights(training, workspaces), bias(training, workspaces), out);
    return out;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray x = checkedInput(4);
    INDArray delta = epsilon.castTo(dataType);
    if (!(layerConf().getActivationFn() instanceof ActivationIdentity)) {
      INDArray z = preOutput(true, workspaces);
      delta = layerConf().getActivationFn().backprop(z, delta).getFirst();
    }
    INDArray below =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    products(x).backward(x, weights(true, workspaces), delta, gradientViews.get("W"), below);
    if (layerConf().hasBias()) {
      try (Scratch scratch = new Scratch()) {
        gradientViews.get("b").assign(scratch.keep(delta.sum(0, 2, 3)));
      }
    }
    weightNoiseParams.clear();
    return new Pair<>(gradientOfViews(), backpropDropOutIfPresent(below));
  }

  private GroupedProducts products(INDArray x) {
    return new GroupedProducts(layerConf(), x.size(2), x.size(3));
  }

  private INDArray weights(boolean training, LayerWorkspaceMgr workspaces) {
    return getParamWithNoise("W", training, workspaces);
  }

  private @Nullable INDArray bias(boolean training, LayerWorkspaceMgr workspaces) {
    return layerConf().hasBias() ? getParamWithNoise("b", training, workspaces) : null;
  }
}
