package org.graft4j.layer;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The same dense layer at each place of a picture: torch's {@code Linear} on tensors whose channels
 * come last, as ConvNeXt has it.
 *
 * <p>Computes what a convolution of 1x1 places does, and holds its weights as one, {@code [nOut,
 * nIn, 1, 1]}; it is a type of its own because torch's weights for it are a matrix {@code [nOut,
 * nIn]}. Input {@code [batch, nIn, height, width]}, output {@code [batch, nOut, height, width]}.
 * The activation is the identity if none is named.
 */
public final class PlacewiseDense extends ConvolutionLayer {

  @SuppressWarnings("unused") // by Jackson, which sets the rest
  private PlacewiseDense() {
    this(new Builder());
  }

  private PlacewiseDense(Builder builder) {
    super(builder);
    initializeConstraints(builder);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof PlacewiseDense;
  }

  /** Name {@code nOut}; has a bias if nothing else is said. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result
  public static final class Builder extends ConvolutionLayer.BaseConvBuilder<Builder> {

    /** One place wide. */
    public Builder() {
      super(new int[] {1, 1});
      setActivationFn(new ActivationIdentity());
    }

    @Override
    protected boolean allowCausal() {
      return false;
    }

    @Override
    public PlacewiseDense build() {
      return new PlacewiseDense(this);
    }
  }
}
