package org.graft4j.zoo.adapt;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.graft4j.data.Seed;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Layers that pass on what is not negative.
 *
 * @param features what the place gives for some pictures; null if nobody looked
 * @param seed for a block's weights; null for a single layer
 */
record IdentityLayers(@Nullable INDArray features, @Nullable Seed seed) {
  private static final double EPS = 1e-5;
  private static final int KERNEL = 3;

  static IdentityLayers layer(@Nullable INDArray features) {
    return new IdentityLayers(features, null);
  }

  static IdentityLayers block(Seed seed) {
    return new IdentityLayers(null, seed);
  }

  /**
   * Them in one place of a network.
   *
   * @param conf vertices and their inputs, of which one is the place's vertex
   * @param last gives the output
   * @param values of all parameters, by DL4J's name
   */
  record Part(ComputationGraphConfiguration conf, String last, Map<String, INDArray> values) {}

  Part at(String after, String prefix, InputType type, DataType data) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(data)
            .updater(new Sgd(1e-3))
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs(after)
            .setInputTypes(type);
    Map<String, INDArray> values = new HashMap<>();
    if (type instanceof InputTypeConvolutional map) {
      int channels = Math.toIntExact(map.getChannels());
      if (seed == null) {
        convolution(graph, values, after, prefix, channels, data);
      } else {
        block(graph, values, after, prefix, channels, data);
      }
    } else if (type instanceof InputType.InputTypeFeedForward row && seed == null) {
      String dense = prefix + ".fc";
      graph.addLayer(dense, new DenseLayer.Builder().nOut(row.getSize()).build(), after);
      graph.addLayer(prefix + ".relu", new ActivationLayer(Activation.RELU), dense);
      values.put(dense + "_W", Nd4j.eye(row.getSize()).castTo(data));
      values.put(dense + "_b", Nd4j.zeros(data, 1, row.getSize()));
    } else {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' must give a map for a block, or a map or row, but gives %s",
              after,
              type));
    }
    String last = prefix + ".relu";
    return new Part(graph.setOutputs(last).build(), last, values);
  }

  private void convolution(
      GraphBuilder graph,
      Map<String, INDArray> values,
      String after,
      String prefix,
      int channels,
      DataType data) {
    String conv = prefix + ".conv";
    String norm = prefix + ".bn";
    graph.addLayer(conv, conv(channels), after).addLayer(norm, norm(), conv);
    graph.addLayer(prefix + ".relu", new ActivationLayer(Activation.RELU), norm);
    INDArray kernels = Nd4j.zeros(data, channels, channels, KERNEL, KERNEL);
    for (int c = 0; c < channels; c++) {
      kernels.putScalar(new int[] {c, c, KERNEL / 2, KERNEL / 2}, 1);
    }
    values.put(conv + "_W", kernels);
    INDArray mean = Nd4j.zeros(data, 1, channels);
    INDArray var = Nd4j.ones(data, 1, channels);
    if (features != null) {
      mean = features.mean(0, 2, 3).castTo(data).reshape(1, channels);
      var = features.var(false, 0, 2, 3).castTo(data).reshape(1, channels);
    }
    statistics(values, norm, mean, var, Transforms.sqrt(var.add(EPS)), mean.dup());
  }

  private void block(
      GraphBuilder graph,
      Map<String, INDArray> values,
      String after,
      String prefix,
      int channels,
      DataType data) {
    String last = after;
    for (int i = 1; i <= 2; i++) {
      String conv = prefix + ".conv" + i;
      String norm = prefix + ".bn" + i;
      graph.addLayer(conv, conv(channels), last).addLayer(norm, norm(), conv);
      values.put(conv + "_W", drawn(conv, channels, data));
      INDArray zero = Nd4j.zeros(data, 1, channels);
      INDArray one = Nd4j.ones(data, 1, channels);
      statistics(values, norm, zero, one, i == 1 ? one : zero, zero);
      last = norm;
      if (i == 1) {
        last = prefix + ".relu1";
        graph.addLayer(last, new ActivationLayer(Activation.RELU), norm);
      }
    }
    String add = prefix + ".add";
    graph.addVertex(add, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, after);
    graph.addLayer(prefix + ".relu", new ActivationLayer(Activation.RELU), add);
  }

  /** Normal with deviation sqrt(2 / fan out), as He et al. 2015 (arXiv:1502.01852) draw them. */
  private INDArray drawn(String conv, int channels, DataType data) {
    RandomGenerator random = Objects.requireNonNull(seed).stream("weights", Seed.coordinate(conv));
    double deviation = Math.sqrt(2.0 / (channels * KERNEL * KERNEL));
    float[] values = new float[channels * channels * KERNEL * KERNEL];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return Nd4j.create(values, new long[] {channels, channels, KERNEL, KERNEL}, 'c').castTo(data);
  }

  private static void statistics(
      Map<String, INDArray> values,
      String norm,
      INDArray mean,
      INDArray var,
      INDArray gamma,
      INDArray beta) {
    values.put(norm + "_mean", mean);
    values.put(norm + "_var", var);
    values.put(norm + "_gamma", gamma);
    values.put(norm + "_beta", beta);
  }

  private static ConvolutionLayer conv(int channels) {
    return new ConvolutionLayer.Builder(KERNEL, KERNEL)
        .padding(KERNEL / 2, KERNEL / 2)
        .nOut(channels)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static BatchNormalization norm() {
    return new BatchNormalization.Builder()
        .eps(EPS)
        .decay(0.9)
        .useLogStd(false)
        .activation(Activation.IDENTITY)
        .build();
  }
}
