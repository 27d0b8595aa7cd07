package org.graft4j.zoo.architecture;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.PlacewiseDense;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.LayerGroups;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network under construction: each method adds one layer with torchvision's settings behind the
 * last one, or behind a named one, and puts it into the current layer group.
 */
final class NetworkBuilder {
  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  private final GraphBuilder graph;
  private final Map<String, Set<String>> groups = new LinkedHashMap<>();
  private Set<String> group = new LinkedHashSet<>();
  private final InitialWeights initial;
  private final NetworkForm form;
  private double normEpsilon = 1e-5;
  private double normMomentum = 0.1;
  private String last = INPUT;

  NetworkBuilder(NetworkForm form, InitialWeights initial) {
    this.initial = initial;
    this.form = form;
    // Nothing here depends on the seed or the updater: weights are set, and training brings its
    // own optimizer.
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(0)
            .dataType(DataType.FLOAT)
            .updater(new Sgd(1e-3))
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Truncate)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(InputType.convolutional(form.height(), form.width(), form.channels()));
  }

  /** Name of the vertex that was added last. */
  String last() {
    return last;
  }

  /** The following vertices belong to this group. */
  NetworkBuilder group(String name) {
    group = groups.computeIfAbsent(name, n -> new LinkedHashSet<>());
    return this;
  }

  /** The next layer reads this vertex, not the last one. */
  NetworkBuilder from(String vertex) {
    last = vertex;
    return this;
  }

  /** Batch norms have these settings from here on; torch's defaults are 1e-5 and 0.1. */
  NetworkBuilder norms(double epsilon, double momentum) {
    normEpsilon = epsilon;
    normMomentum = momentum;
    return this;
  }

  NetworkBuilder conv(String name, int out, int kernel, int stride, int padding, boolean bias) {
    return layer(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .nOut(out)
            .hasBias(bias)
            .activation(Activation.IDENTITY)
            .build());
  }

  NetworkBuilder conv(
      String name, int out, int kernel, int stride, int padding, int groups, boolean bias) {
    if (groups == 1) {
      return conv(name, out, kernel, stride, padding, bias);
    }
    return layer(
        name,
        new GroupedConvolution.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .groups(groups)
            .nOut(out)
            .hasBias(bias)
            .build());
  }

  /**
   * With a bias and padding to {@code ceil(size / stride)} places, the odd line of zeros below and
   * on the right: {@code Same} of Keras.
   */
  NetworkBuilder convSame(String name, int out, int kernel, int stride, int groups) {
    return layer(
        name,
        new GroupedConvolution.Builder(kernel, kernel)
            .stride(stride, stride)
            .samePadding()
            .groups(groups)
            .nOut(out)
            .build());
  }

  /** A dense layer at each place. */
  NetworkBuilder placewiseDense(String name, int out) {
    return layer(name, new PlacewiseDense.Builder().nOut(out).build());
  }

  /** A convolution without bias that keeps the size but for its stride, and what follows it. */
  NetworkBuilder convNormActivation(
      String name, int out, int kernel, int stride, int groups, IActivation function) {
    return conv(name + ".0", out, kernel, stride, kernel / 2, groups, false)
        .norm(name + ".1")
        .activation(name + ".2", function);
  }

  /** torch's momentum is one less DL4J's decay; the variance is stored as it is. */
  NetworkBuilder norm(String name) {
    return layer(
        name,
        new BatchNormalization.Builder()
            .eps(normEpsilon)
            .decay(1 - normMomentum)
            .useLogStd(false)
            .activation(Activation.IDENTITY)
            .build());
  }

  NetworkBuilder relu(String name) {
    return activation(name, new ActivationReLU());
  }

  NetworkBuilder activation(String name, IActivation function) {
    return layer(name, new ActivationLayer(function));
  }

  NetworkBuilder maxPool(String name, int kernel, int stride, int padding) {
    return pool(name, PoolingType.MAX, kernel, stride, padding);
  }

  /** Without padding. */
  NetworkBuilder averagePool(String name, int kernel, int stride) {
    return pool(name, PoolingType.AVG, kernel, stride, 0);
  }

  private NetworkBuilder pool(String name, PoolingType type, int kernel, int stride, int padding) {
    return layer(
        name,
        new SubsamplingLayer.Builder(type)
            .kernelSize(kernel, kernel)
            .stride(stride, stride)
            .padding(padding, padding)
            .build());
  }

  NetworkBuilder globalAverage(String name) {
    return layer(name, new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
  }

  NetworkBuilder dense(String name, int out) {
    return layer(name, new DenseLayer.Builder().nOut(out).activation(Activation.IDENTITY).build());
  }

  /** Active in training only. */
  NetworkBuilder dropout(String name, double dropped) {
    return layer(
        name, new DropoutLayer.Builder(1 - dropped).activation(Activation.IDENTITY).build());
  }

  /** Layer norm over the channels of each place. */
  NetworkBuilder channelNorm(String name, double epsilon) {
    return layer(name, new ChannelNorm.Builder().eps(epsilon).build());
  }

  /** Nothing where nothing is dropped. */
  NetworkBuilder stochasticDepth(String name, double dropped) {
    return dropped > 0 ? layer(name, new StochasticDepth(dropped)) : this;
  }

  NetworkBuilder add(String name, String other) {
    return vertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, other);
  }

  NetworkBuilder vertex(String name, GraphVertex vertex, String... inputs) {
    graph.addVertex(name, vertex, inputs);
    group.add(name);
    last = name;
    return this;
  }

  NetworkBuilder layer(String name, Layer layer) {
    graph.addLayer(name, layer, last);
    group.add(name);
    last = name;
    return this;
  }

  /** Classes of the head that is wanted; 0 for none. */
  int classes() {
    return form.classes();
  }

  /** What was added last are the features; the layers that follow are in no group. */
  NetworkBody endBody(int width) {
    NetworkBody body = new NetworkBody(LayerGroups.of(groups), last, width);
    group = new LinkedHashSet<>();
    return body;
  }

  /** Ends with what was added last as the features, without a head. */
  Network features(int width) {
    NetworkBody body = endBody(width);
    return body.alone(graph.setOutputs(last).build(), initial);
  }

  /**
   * Ends with what was added last as the features and, if the form has classes, a dense head of
   * that name.
   *
   * @param before adds what belongs to the head and stands before its dense layer
   */
  Network classifiedBy(String head, int width, UnaryOperator<NetworkBuilder> before) {
    if (classes() == 0) {
      return features(width);
    }
    NetworkBody body = endBody(width);
    before.apply(this).dense(head, classes());
    return classified(body, head);
  }

  Network classifiedBy(String head, int width) {
    return classifiedBy(head, width, net -> net);
  }

  /** Ends with softmax on what was added last. */
  Network classified(NetworkBody body, String head) {
    String logits = last;
    graph.addLayer(
        OUTPUT,
        new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
        logits);
    return body.classified(graph.setOutputs(OUTPUT).build(), head, logits, initial);
  }
}
