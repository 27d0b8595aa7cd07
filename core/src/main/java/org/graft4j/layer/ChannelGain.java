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
 * Each channel times a learned number of its own: ConvNeXt's {@code layer_scale} (<a
 * href="https://arxiv.org/abs/2103.17239">Touvron et al. 2021</a>).
 *
 * <p>Pictures {@code [batch, channels, height, width]} or rows {@code [batch, channels]}. One
 * parameter, {@code gamma} {@code [channels]}, torch's {@code [channels, 1, 1]}, which
 * regularisation leaves alone. The layer's activation is never applied.
 */
public final class ChannelGain extends ChannelwiseLayer {
  @JsonProperty private final double initial;

  /** For JSON. */
  @JsonCreator
  ChannelGain(@JsonProperty("initial") double initial) {
    this.initial = requireFinite(initial);
  }

  private ChannelGain(Builder builder) {
    super(builder);
    this.initial = requireFinite(builder.initial);
  }

  private static double requireFinite(double initial) {
    if (!Double.isFinite(initial)) {
      throw new IllegalArgumentException("initial must be a finite number, but was " + initial);
    }
    return initial;
  }

  /** The value of all factors before training. */
  public double getInitial() {
    return initial;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      @Nullable Collection<TrainingListener> listeners,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new ChannelGainLayer(conf, type)
        .ready(listeners, index, params, initializer().init(conf, params, initialize));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.vector("gamma", Kind.SCALE, channels(), initial));
  }

  @Override
  public ChannelGain clone() {
    return (ChannelGain) super.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelGain g && super.equals(other) && g.initial == initial;
  }

  @Override
  protected boolean canEqual(@Nullable Object other) {
    return other instanceof ChannelGain;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(initial);
  }

  /** Sets the first value, 1e-6 without. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result
  public static final class Builder extends ChannelwiseLayer.Builder<Builder> {
    private double initial = 1e-6;

    /** The value of all factors before training. */
    public Builder initial(double initial) {
      this.initial = initial;
      return this;
    }

    @Override
    public ChannelGain build() {
      return new ChannelGain(this);
    }
  }
}
