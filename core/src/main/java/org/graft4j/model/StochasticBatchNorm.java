package org.graft4j.model;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Batch norm that in training normalises each channel by its stored statistics with a probability,
 * and else by the batch's: StochNorm (Kou et al., Stochastic Normalization, NeurIPS 2020), against
 * overfitting when a small data set is fine-tuned on.
 *
 * <p>Scale and shift are the same for both. The stored statistics move in training as those of
 * plain batch norm do, whatever was drawn. The draws, one a channel and batch, come from ND4J's
 * generator, as those of dropout do. In inference it is plain batch norm. Written to JSON under
 * this class name; {@link GraphEdits#withPlainBatchNorm} turns it into stock layers.
 */
public final class StochasticBatchNorm extends BatchNormalization {
  private double probability;

  /** For JSON; {@link GraphEdits#withStochasticBatchNorm} makes them. */
  public StochasticBatchNorm() {
    setUseLogStd(false);
  }

  /**
   * The same layer, stochastic in training. Its parameter for the variance is {@code var}.
   *
   * @throws IllegalArgumentException if the probability is not from 0 to 1, or if the layer has
   *     locked gamma and beta
   */
  static StochasticBatchNorm of(BatchNormalization norm, double probability) {
    BatchNormSettings.requireParameters(norm, "be stochastic");
    StochasticBatchNorm stochastic = new StochasticBatchNorm();
    BatchNormSettings.copy(norm, stochastic);
    stochastic.setProbability(probability);
    return stochastic;
  }

  /** That a channel is normalised by the stored statistics. */
  @JsonProperty("probability")
  public double getProbability() {
    return probability;
  }

  @JsonProperty("probability")
  private void setProbability(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1, but was " + value);
    }
    probability = value;
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
        new StochasticBatchNormLayer(conf, type), conf, listeners, index, params, initialize);
  }

  @Override
  public StochasticBatchNorm clone() {
    return (StochasticBatchNorm) super.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StochasticBatchNorm norm
        && norm.probability == probability
        && super.equals(other);
  }

  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof StochasticBatchNorm;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(probability);
  }
}
