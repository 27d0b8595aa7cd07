package org.graft4j.benchmarks.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** PyTorch's counterpart of each layer that our architectures are made of. */
final class TorchLayers {
  /** PyTorch's 0.1, as DJL counts it. */
  private static final float STATISTICS_KEPT = 0.9f;

  private static final Set<String> STATISTICS = Set.of("mean", "var");

  /** A layer with parameters, and which of them are trained. */
  private record Parametric(UnaryOperator<NDArray> function, Map<String, NDArray> trained)
      implements TorchLayer {
    @Override
    public NDArray forward(List<NDArray> inputs) {
      return function.apply(inputs.get(0));
    }
  }

  private TorchLayers() {}

  /**
   * The counterpart of a vertex.
   *
   * @param weights owns the copies of its parameters
   * @param trained whether its parameters get gradients
   * @param batchStatistics whether a trained batch norm normalises by the batch
   * @throws IllegalArgumentException if the vertex is none that our architectures use
   */
  static TorchLayer of(
      ComputationGraph graph,
      String name,
      NDManager weights,
      boolean trained,
      boolean batchStatistics) {
    GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
    if (vertex instanceof FrozenVertex frozen) {
      vertex = frozen.getUnderlying();
    }
    if (vertex instanceof ElementWiseVertex) {
      // The first summand is a batch norm's output, which nothing else reads or needs backwards.
      return inputs -> inputs.get(0).addi(inputs.get(1));
    }
    if (!(vertex instanceof LayerVertex layer)) {
      throw unknown(name, vertex);
    }
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    graph
        .getVertex(name)
        .paramTable(false)
        .forEach((key, values) -> parameters.put(key, parameter(key, values, weights)));
    Map<String, NDArray> learnt = new LinkedHashMap<>();
    if (trained) {
      learnt.putAll(parameters);
      learnt.keySet().removeAll(STATISTICS);
      learnt.values().forEach(values -> values.setRequiresGradient(true));
    }
    return layer(
        name, layer.getLayerConf().getLayer(), parameters, learnt, trained && batchStatistics);
  }

  private static TorchLayer layer(
      String name,
      Layer conf,
      Map<String, NDArray> parameters,
      Map<String, NDArray> learnt,
      boolean batchStatistics) {
    if (conf instanceof FrozenLayer frozen) {
      conf = frozen.getLayer();
    }
    if (conf instanceof ConvolutionLayer convolution && conf.getClass() == ConvolutionLayer.class) {
      return new Parametric(convolution(convolution, parameters), learnt);
    } else if (conf instanceof BatchNormalization norm) {
      return new Parametric(norm(norm, parameters, batchStatistics), learnt);
    } else if (conf instanceof DenseLayer) {
      return new Parametric(dense(parameters), learnt);
    } else if (conf instanceof ActivationLayer) {
      return inputs -> Activation.relu(inputs.get(0));
    } else if (conf instanceof SubsamplingLayer pooling) {
      return maxPool(pooling);
    } else if (conf instanceof GlobalPoolingLayer) {
      return inputs -> flat(Pool.globalAvgPool2d(inputs.get(0)));
    } else if (conf instanceof LossLayer || conf instanceof DropoutLayer) {
      return inputs -> inputs.get(0);
    }
    throw unknown(name, conf);
  }

  /** Dense weights are {@code [in, out]} with us and {@code [out, in]} there. */
  private static NDArray parameter(String key, INDArray values, NDManager weights) {
    if (key.equals("W")) {
      return TorchNetwork.copy(values.rank() == 2 ? values.transpose() : values, weights);
    }
    return TorchNetwork.copy(values.reshape(values.length()), weights);
  }

  private static UnaryOperator<NDArray> convolution(
      ConvolutionLayer layer, Map<String, NDArray> parameters) {
    NDArray kernel = parameters.get("W");
    NDArray bias = parameters.get("b");
    Shape stride = shape(layer.getStride());
    Shape padding = shape(layer.getPadding());
    Shape dilation = shape(layer.getDilation());
    return x -> Conv2d.conv2d(x, kernel, bias, stride, padding, dilation).singletonOrThrow();
  }

  private static UnaryOperator<NDArray> norm(
      BatchNormalization layer, Map<String, NDArray> parameters, boolean batchStatistics) {
    NDArray mean = parameters.get("mean");
    NDArray variance = parameters.get("var");
    NDArray gamma = parameters.get("gamma");
    NDArray beta = parameters.get("beta");
    float epsilon = (float) layer.getEps();
    return x ->
        BatchNorm.batchNorm(
                x, mean, variance, gamma, beta, 1, STATISTICS_KEPT, epsilon, batchStatistics)
            .singletonOrThrow();
  }

  private static UnaryOperator<NDArray> dense(Map<String, NDArray> parameters) {
    NDArray kernel = parameters.get("W");
    NDArray bias = parameters.get("b");
    return x -> Linear.linear(flat(x), kernel, bias).singletonOrThrow();
  }

  private static TorchLayer maxPool(SubsamplingLayer layer) {
    Shape kernel = shape(layer.getKernelSize());
    Shape stride = shape(layer.getStride());
    Shape padding = shape(layer.getPadding());
    return inputs -> Pool.maxPool2d(inputs.get(0), kernel, stride, padding, false);
  }

  private static NDArray flat(NDArray x) {
    return x.getShape().dimension() == 2 ? x : x.reshape(x.getShape().get(0), -1);
  }

  private static Shape shape(int[] sides) {
    return new Shape(sides[0], sides[1]);
  }

  private static IllegalArgumentException unknown(String name, Object conf) {
    return new IllegalArgumentException(
        "vertex '" + name + "' has no counterpart in PyTorch: " + conf);
  }
}
