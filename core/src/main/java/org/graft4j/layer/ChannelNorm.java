package org.graft4j.layer;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.graft4j.layer.LayerParameters.Kind;
import org.graft4j.layer.LayerParameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Layer norm over the channels of each place (<a href="https://arxiv.org/abs/1607.06450">Ba et al.
 * 2016</a>): torchvision's {@code LayerNorm2d}, and torch's {@code LayerNorm} for rows.
 *
 * <p>{@code y = (x - mean) / sqrt(var + eps) * gamma + beta}, mean and biased variance being those
 * of all channels at one place of one picture {@code [batch, channels, height, width]}, or of one
 * row {@code [batch, channels]}. Parameters {@code gamma} and {@code beta}, {@code [channels]},
 * which regularisation leaves alone, as it does those of a batch norm. There are no statistics to
 * store: training and inference compute the same. The layer's activation is never applied.
 */
public final class ChannelNorm extends ChannelwiseLayer {
  @JsonProperty private final double eps;

  /** For JSON. */
  @JsonCreator
  ChannelNorm(@JsonProperty("eps") double eps) {
    this.eps = requirePositive(eps);
  }

  private ChannelNorm(Builder builder) {
    super(builder);
    this.eps = requirePositive(builder.eps);
  }

  private static double requirePositive(double eps) {
    if (!(eps > 0) || Double.isInfinite(eps)) {
      throw new IllegalArgumentException("eps must be positive, but was " + eps);
    }
    return eps;
  }

  /** What is added to the variance. */
  public double getEps() {
    return eps;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new ChannelNormLayer(conf, type)
        .ready(listeners, index, params, initializer().init(conf, params, initialize));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.vector("gamma", Kind.SCALE, channels(), 1),
        Parameter.vector("beta", Kind.SCALE, channels(), 0));
  }

  @Override
  public ChannelNorm clone() {
    return (ChannelNorm) super.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelNorm n && super.equals(other) && n.eps == eps;
  }

  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof ChannelNorm;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(eps);
  }

  /** Sets eps, 1e-5 without. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result
  public static final class Builder extends ChannelwiseLayer.Builder<Builder> {
    private double eps = 1e-5;

    /** What is added to the variance; positive. ConvNeXt has 1e-6. */
    public Builder eps(double eps) {
      this.eps = eps;
      return this;
    }

    @Override
    public ChannelNorm build() {
      return new ChannelNorm(this);
    }
  }
}
