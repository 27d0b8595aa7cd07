package org.graft4j.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
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
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.ChannelScale;
import org.graft4j.layer.ExactGelu;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSigmoid6;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.PlacewiseDense;
import org.graft4j.layer.Relu6;
import org.graft4j.layer.SiLU;
import org.graft4j.model.FixedStatisticsBatchNorm;
import org.graft4j.model.StochasticBatchNorm;
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
  /** Functions without settings. */
  private static final Map<Class<? extends IActivation>, Op.Curve> CURVES =
      Map.of(
          ActivationReLU6.class, Op.Curve.RELU6,
          Relu6.class, Op.Curve.RELU6,
          ActivationSigmoid.class, Op.Curve.SIGMOID,
          ActivationTanH.class, Op.Curve.TANH,
          ActivationSwish.class, Op.Curve.SWISH,
          SiLU.class, Op.Curve.SWISH,
          HardSwish.class, Op.Curve.HARD_SWISH,
          ExactGelu.class, Op.Curve.GELU);

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
      return activation(((LossLayer) layer).getActivationFn());
    }
    if (layer.getClass() == ConvolutionLayer.class || layer.getClass() == PlacewiseDense.class) {
      return convolution((ConvolutionLayer) layer);
    }
    if (layer instanceof BatchNormalization norm) {
      return batchNorm(norm);
    }
    if (layer.getClass() == ActivationLayer.class) {
      return activation(((ActivationLayer) layer).getActivationFn());
    }
    if (layer.getClass() == SubsamplingLayer.class) {
      return pool((SubsamplingLayer) layer);
    }
    if (layer.getClass() == GlobalPoolingLayer.class) {
      return globalPool((GlobalPoolingLayer) layer);
    }
    return own(layer);
  }

  /** Layers of {@code org.graft4j.layer}. */
  private static Optional<List<Op>> own(Layer layer) {
    if (layer instanceof GroupedConvolution grouped) {
      Op.Convolution convolution =
          new Op.Convolution(Window.of(grouped), grouped.hasBias(), grouped.getGroups());
      return followed(convolution, grouped.getActivationFn());
    }
    if (layer instanceof ChannelNorm norm) {
      return Optional.of(List.of(new Op.ChannelNorm(norm.getEps())));
    }
    return layer instanceof ChannelGain ? Optional.of(List.of(new Op.Gain())) : Optional.empty();
  }

  /** The ops of a vertex without a layer. */
  static Optional<Op> op(GraphVertex vertex, int inputs) {
    if (vertex instanceof ElementWiseVertex wise) {
      boolean sum = wise.getOp() == ElementWiseVertex.Op.Add && inputs == 2;
      return sum ? Optional.of(new Op.Add()) : Optional.empty();
    }
    if (vertex.getClass() == MergeVertex.class) {
      boolean channels = ((MergeVertex) vertex).getMergeAxis() == 1;
      return channels ? Optional.of(new Op.Merge()) : Optional.empty();
    }
    if (vertex instanceof ChannelScale) {
      return Optional.of(new Op.Scale());
    }
    if (vertex instanceof CeilMaxPooling pooling) {
      return Optional.of(new Op.Pool(Window.of(pooling), Op.Pooling.MAX));
    }
    boolean whole = vertex.equals(new AdaptiveAveragePooling(1, 1));
    return whole ? Optional.of(new Op.GlobalPool(Op.Pooling.MEAN, false)) : Optional.empty();
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
        ? followed(new Op.Convolution(window, layer.hasBias(), 1), layer.getActivationFn())
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
    boolean stochastic = norm.getClass() == StochasticBatchNorm.class; // in training alone
    if (norm.getClass() != BatchNormalization.class && !fixed && !stochastic) {
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
        ? Optional.of(List.of(new Op.GlobalPool(mean ? Op.Pooling.MEAN : Op.Pooling.MAX, true)))
        : Optional.empty();
  }

  private static Optional<List<Op>> followed(Op first, IActivation function) {
    if (function instanceof ActivationIdentity) {
      return Optional.of(List.of(first));
    }
    return activation(function)
        .map(
            rest -> {
              List<Op> all = new ArrayList<>(List.of(first));
              all.addAll(rest);
              return all;
            });
  }

  /** ReLU only with its plain slopes. */
  private static Optional<List<Op>> activation(IActivation function) {
    if (function instanceof ActivationReLU relu) {
      return relu.equals(new ActivationReLU()) ? curves(Op.Curve.RELU) : Optional.empty();
    }
    if (function instanceof HardSigmoid6) {
      return curves(Op.Curve.SIXTH, Op.Curve.UNIT);
    }
    if (function instanceof ActivationSoftmax) {
      return Optional.of(List.of(new Op.Softmax()));
    }
    return Optional.ofNullable(CURVES.get(function.getClass())).flatMap(LoweredLayers::curves);
  }

  private static Optional<List<Op>> curves(Op.Curve... curves) {
    return Optional.of(Arrays.stream(curves).map(c -> (Op) new Op.Activate(c)).toList());
  }
}
