package org.graft4j.layer;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** What the layers with numbers for each channel share: pictures in NCHW or rows, as they are. */
abstract class ChannelwiseLayer extends FeedForwardLayer implements LayerParameters.Owner {

  /** For JSON. */
  ChannelwiseLayer() {}

  ChannelwiseLayer(Builder<?> builder) {
    super(builder);
    initializeConstraints(builder);
  }

  /** Number of channels; throws if it is not known. */
  long channels() {
    if (nIn <= 0) {
      throw new IllegalArgumentException(
          "nIn of layer '"
              + layerName
              + "' must be positive, but was "
              + nIn
              + "; set it or the graph's input types");
    }
    return nIn;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    if (nIn <= 0 || override) {
      nIn = channels(inputType);
      nOut = nIn;
    }
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    channels(inputType);
    return inputType;
  }

  private long channels(@Nullable InputType inputType) {
    if (inputType instanceof InputTypeConvolutional in && in.getFormat() == CNN2DFormat.NCHW) {
      return in.getChannels();
    }
    if (inputType instanceof InputTypeFeedForward in) {
      return in.getSize();
    }
    throw new IllegalArgumentException(
        "input of layer '"
            + layerName
            + "' must be pictures in NCHW or rows, but was "
            + inputType);
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return inputType instanceof InputTypeFeedForward
        ? null
        : InputTypeUtil.getPreProcessorForInputTypeCnnLayers(inputType, getLayerName());
  }

  @Override
  public ParamInitializer initializer() {
    return LayerParameters.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return MemoryReports.of(this, inputType);
  }

  /** Without an activation, whatever the network's default. */
  abstract static class Builder<B extends Builder<B>> extends FeedForwardLayer.Builder<B> {
    Builder() {
      setActivationFn(new ActivationIdentity());
    }
  }
}
