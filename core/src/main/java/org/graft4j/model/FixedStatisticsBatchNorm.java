package org.graft4j.model;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm that normalises by its stored mean and variance in training too, with the matching
 * gradient: torch's {@code BatchNorm2d.eval()} inside a network that trains.
 *
 * <p>The statistics never move; gamma and beta may train. DL4J has nothing for this: a FrozenLayer
 * stops the gradient, and {@code decay(1.0)} keeps the statistics but still normalises by the batch
 * (deeplearning4j issues 5222 and 9101). Written to JSON under this class name, so plain DL4J can
 * open such a network only with this library beside it; {@link GraphEdits#withPlainBatchNorm} turns
 * it into stock layers.
 *
 * <p>Forward: {@code y = (x - mean) / sqrt(var + eps) * gamma + beta}, for inputs of rank 2 to 5
 * with the channels in dimension 1, or in the last one if the layer's format is NHWC.
 */
public class FixedStatisticsBatchNorm extends BatchNormalization {

  /** For JSON; use {@link #of} otherwise. */
  public FixedStatisticsBatchNorm() {
    setUseLogStd(false);
  }

  /**
   * The same layer on fixed statistics. Its parameter for the variance is {@code var}, also if the
   * original keeps {@code log10stdev}.
   *
   * @throws IllegalArgumentException if the layer has locked gamma and beta, and so no parameters
   *     for them
   */
  static FixedStatisticsBatchNorm of(BatchNormalization stock) {
    BatchNormSettings.requireParameters(stock, "run on fixed statistics");
    FixedStatisticsBatchNorm fixed = new FixedStatisticsBatchNorm();
    BatchNormSettings.copy(stock, fixed);
    return fixed;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return BatchNormSettings.ready(
        new FixedStatisticsBatchNormLayer(conf, type), conf, listeners, index, params, initialize);
  }

  @Override
  public FixedStatisticsBatchNorm clone() {
    return (FixedStatisticsBatchNorm) super.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FixedStatisticsBatchNorm && super.equals(other);
  }

  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof FixedStatisticsBatchNorm;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + 1;
  }
}
