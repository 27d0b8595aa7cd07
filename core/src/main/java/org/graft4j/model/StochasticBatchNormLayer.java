package org.graft4j.model;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** The running form of {@link StochasticBatchNorm}. Confined to one thread. */
final class StochasticBatchNormLayer extends FixedStatisticsBatchNormLayer {

  /** What the last forward pass in training went by, a number for each channel. */
  private static final class Pass {
    /** That were subtracted. */
    private final double[] mean;

    /** Of the deviations that were divided by. */
    private final double[] inverse;

    /** 1 if both depend on the batch, and so have a gradient; else 0. */
    private final double[] byBatch;

    private final ChannelMoments batch;

    Pass(ChannelMoments batch) {
      this.batch = batch;
      this.mean = new double[batch.channels()];
      this.inverse = new double[batch.channels()];
      this.byBatch = new double[batch.channels()];
    }
  }

  private @Nullable Pass pass;

  StochasticBatchNormLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    if (!training) {
      pass = null;
      return super.activate(false, workspaces);
    }
    assertInputSet(false);
    INDArray x = input.castTo(dataType);
    Pass drawn = draw(ChannelMoments.of(x, channels(x)));
    pass = drawn;
    INDArray scale = row("gamma").mul(array(drawn.inverse));
    INDArray shift = row("beta").sub(array(drawn.mean).mul(scale));
    INDArray out =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, x.shape(), x.ordering());
    Broadcast.mul(x, scale, out, channels(x));
    return Broadcast.add(out, shift, out, channels(x));
  }

  private Pass draw(ChannelMoments batch) {
    int channels = batch.channels();
    double eps = layerConf().getEps();
    double moving = ((StochasticBatchNorm) (Object) layerConf()).getProbability();
    double[] draws;
    try (INDArray uniform = Nd4j.rand(DataType.DOUBLE, channels)) {
      draws = uniform.toDoubleVector();
    }
    Pass drawn = new Pass(batch);
    for (int c = 0; c < channels; c++) {
      boolean stored = draws[c] < moving;
      drawn.mean[c] = stored ? getParam("mean").getDouble(c) : batch.mean(c);
      double variance = stored ? getParam("var").getDouble(c) : batch.variance(c);
      drawn.inverse[c] = 1 / Math.sqrt(variance + eps);
      drawn.byBatch[c] = stored ? 0 : 1;
    }
    return drawn;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    Pass last = pass;
    if (last == null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    assertInputSet(true);
    INDArray eps = epsilon.castTo(dataType);
    int channels = channels(eps);
    int[] others = IntStream.range(0, eps.rank()).filter(d -> d != channels).toArray();
    INDArray xHat = input.castTo(dataType).dup();
    Broadcast.sub(xHat, array(last.mean), xHat, channels);
    Broadcast.mul(xHat, array(last.inverse), xHat, channels);
    INDArray ofGamma = xHat.mul(eps).sum(others);
    INDArray ofBeta = eps.sum(others);
    gradientViews.get("gamma").assign(ofGamma.reshape(1, -1));
    gradientViews.get("beta").assign(ofBeta.reshape(1, -1));
    moveStatistics(last.batch);
    Gradient gradient = new DefaultGradient();
    PARAMETERS.forEach(p -> gradient.setGradientFor(p, gradientViews.get(p)));
    // eps, less its mean and its part along xHat where those came from the batch
    INDArray share = array(last.byBatch).muli((double) eps.size(channels) / eps.length());
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, dataType, eps.shape(), eps.ordering());
    Broadcast.mul(xHat, ofGamma.mul(share), xHat, channels);
    Broadcast.add(xHat, ofBeta.mul(share), xHat, channels);
    out.assign(eps).subi(xHat);
    Broadcast.mul(out, row("gamma").mul(array(last.inverse)), out, channels);
    return new Pair<>(gradient, out);
  }

  /** For the statistics the view holds what is to be subtracted, not a gradient. */
  private void moveStatistics(ChannelMoments batch) {
    double weight = 1 - layerConf().getDecay();
    INDArray mean = getParam("mean");
    INDArray variance = getParam("var");
    for (int c = 0; c < batch.channels(); c++) {
      gradientViews.get("mean").putScalar(c, (mean.getDouble(c) - batch.mean(c)) * weight);
      gradientViews.get("var").putScalar(c, (variance.getDouble(c) - batch.variance(c)) * weight);
    }
  }

  private INDArray array(double[] numbers) {
    return Nd4j.createFromArray(numbers).castTo(dataType);
  }

  @Override
  public void clear() {
    super.clear();
    pass = null;
  }
}
