package org.graft4j.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.graft4j.layer.PlacewiseDense;
import org.graft4j.model.FixedStatisticsBatchNorm;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * The layers of DL4J that are known here, as rows of ops. Empty means: run the layer as it is. A
 * subclass may compute anything, so that classes are compared, not types.
 */
final class LoweredLayers {
  private LoweredLayers() {}

  /**
   * The ops of a layer in inference.
   *
   * @param flattens whether a preprocessor turns pictures into rows; empty without one
   */
  static Optional<List<Op>> ops(Layer layer, Optional<Boolean> flattens) {
    boolean plainInput = flattens.isEmpty();
    boolean rowInput = flattens.orElse(true);
    if (layer.getClass() == DenseLayer.class && rowInput) {
      DenseLayer dense = (DenseLayer) layer;
      return dense.hasLayerNorm()
          ? Optional.empty()
          : followed(new Op.Dense(dense.hasBias()), dense.getActivationFn());
    }
    if (layer.getClass() == OutputLayer.class && rowInput) {
      OutputLayer output = (OutputLayer) layer;
      return followed(new Op.Dense(output.hasBias()), output.getActivationFn());
    }
    if (!plainInput) {
      return Optional.empty();
    }
    if (layer.getClass() == LossLayer.class) {
      return activation(((LossLayer) layer).getActivationFn()).map(List::of);
    }
    if (layer.getClass() == ConvolutionLayer.class || layer.getClass() == PlacewiseDense.class) {
      return convolution((ConvolutionLayer) layer);
    }
    if (layer instanceof BatchNormalization norm) {
      return batchNorm(norm);
    }
    if (layer.getClass() == ActivationLayer.class) {
      return activation(((ActivationLayer) layer).getActivationFn()).map(List::of);
    }
    if (layer.getClass() == SubsamplingLayer.class) {
      return pool((SubsamplingLayer) layer);
    }
    if (layer.getClass() == GlobalPoolingLayer.class) {
      return globalPool((GlobalPoolingLayer) layer);
    }
    return Optional.empty();
  }

  private static Optional<List<Op>> convolution(ConvolutionLayer layer) {
    if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
      return Optional.empty();
    }
    Window window =
        Window.of(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            layer.getConvolutionMode() == ConvolutionMode.Same);
    return known(layer.getConvolutionMode())
        ? followed(new Op.Convolution(window, layer.hasBias()), layer.getActivationFn())
        : Optional.empty();
  }

  private static boolean known(ConvolutionMode mode) {
    return mode == ConvolutionMode.Same
        || mode == ConvolutionMode.Truncate
        || mode == ConvolutionMode.Strict;
  }

  /** The layer's own activation is never applied by DL4J. */
  private static Optional<List<Op>> batchNorm(BatchNormalization norm) {
    boolean fixed = norm.getClass() == FixedStatisticsBatchNorm.class;
    if (norm.getClass() != BatchNormalization.class && !fixed) {
      return Optional.empty();
    }
    return norm.getCnn2DFormat() == CNN2DFormat.NCHW
        ? Optional.of(List.of(new Op.BatchNorm(norm.getEps(), fixed)))
        : Optional.empty();
  }

  private static Optional<List<Op>> pool(SubsamplingLayer layer) {
    boolean mean = layer.getPoolingType() == PoolingType.AVG;
    if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !known(layer.getConvolutionMode())
        || (!mean && layer.getPoolingType() != PoolingType.MAX)
        || dilated(layer)) {
      return Optional.empty();
    }
    Window window =
        Window.of(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            new int[] {1, 1},
            layer.getConvolutionMode() == ConvolutionMode.Same);
    Op.Pooling kind =
        !mean
            ? Op.Pooling.MAX
            : layer.isAvgPoolIncludePadInDivisor() ? Op.Pooling.MEAN_WITH_PADDING : Op.Pooling.MEAN;
    return Optional.of(List.of(new Op.Pool(window, kind)));
  }

  /** oneDNN's pooling takes neighbours only. */
  private static boolean dilated(SubsamplingLayer layer) {
    return Arrays.stream(layer.getDilation()).anyMatch(d -> d != 1);
  }

  private static Optional<List<Op>> globalPool(GlobalPoolingLayer layer) {
    boolean mean = layer.getPoolingType() == PoolingType.AVG;
    boolean known = mean || layer.getPoolingType() == PoolingType.MAX;
    int[] over = layer.getPoolingDimensions();
    boolean wholePicture = over == null || Arrays.equals(over, new int[] {2, 3});
    return known && layer.isCollapseDimensions() && wholePicture
        ? Optional.of(List.of(new Op.GlobalPool(mean ? Op.Pooling.MEAN : Op.Pooling.MAX)))
        : Optional.empty();
  }

  private static Optional<List<Op>> followed(Op first, IActivation function) {
    if (function instanceof ActivationIdentity) {
      return Optional.of(List.of(first));
    }
    return activation(function)
        .map(
            second -> {
              List<Op> both = new ArrayList<>(List.of(first));
              both.add(second);
              return both;
            });
  }

  /** ReLU only with its plain slopes. */
  private static Optional<Op> activation(IActivation function) {
    if (function instanceof ActivationReLU relu) {
      return relu.equals(new ActivationReLU()) ? curve(Op.Curve.RELU) : Optional.empty();
    }
    if (function instanceof ActivationReLU6) {
      return curve(Op.Curve.RELU6);
    }
    if (function instanceof ActivationSigmoid) {
      return curve(Op.Curve.SIGMOID);
    }
    if (function instanceof ActivationTanH) {
      return curve(Op.Curve.TANH);
    }
    if (function instanceof ActivationSwish) {
      return curve(Op.Curve.SWISH);
    }
    return function instanceof ActivationSoftmax ? Optional.of(new Op.Softmax()) : Optional.empty();
  }

  private static Optional<Op> curve(Op.Curve curve) {
    return Optional.of(new Op.Activate(curve));
  }
}
