package org.graft4j.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link StochasticDepth}. Confined to one thread. */
final class StochasticDepthLayer extends AbstractLayer<StochasticDepth> {
  /** Of the last forward pass in training, one for each example; null if all are kept. */
  private double @Nullable [] factors;

  StochasticDepthLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray x = input.castTo(dataType);
    double dropped = layerConf().getDropped();
    factors = training && dropped > 0 ? draw(x.size(0), dropped) : null;
    return scaled(x, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray below = scaled(epsilon.castTo(dataType), ArrayType.ACTIVATION_GRAD, workspaces);
    return new Pair<>(new DefaultGradient(), below);
  }

  private static double[] draw(long examples, double dropped) {
    try (Scratch scratch = new Scratch()) {
      double[] factors = scratch.keep(Nd4j.rand(DataType.DOUBLE, examples)).toDoubleVector();
      for (int i = 0; i < factors.length; i++) {
        factors[i] = factors[i] < dropped ? 0 : 1 / (1 - dropped);
      }
      return factors;
    }
  }

  /** Always a copy: an activation behind this layer would write over the branch. */
  private INDArray scaled(INDArray x, ArrayType type, LayerWorkspaceMgr workspaces) {
    INDArray out = workspaces.dup(type, x, x.ordering());
    if (factors == null) {
      return out;
    }
    try (Scratch scratch = new Scratch()) {
      INDArray drawn = scratch.keep(Nd4j.createFromArray(factors));
      return Broadcast.mul(out, scratch.keep(drawn.castTo(dataType)), out, 0);
    }
  }

  @Override
  public void clear() {
    super.clear();
    factors = null;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // there are no weights
  }
}
