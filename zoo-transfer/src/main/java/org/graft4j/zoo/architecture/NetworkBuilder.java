package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.graft4j.model.LayerGroups;
import org.nd4j.linalg.activations.Activation;
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
  private String last = INPUT;

  NetworkBuilder(NetworkForm form) {
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

  /** torch's momentum 0.1 is a decay of 0.9; the variance is stored as it is. */
  NetworkBuilder norm(String name) {
    return layer(
        name,
        new BatchNormalization.Builder()
            .eps(1e-5)
            .decay(0.9)
            .useLogStd(false)
            .activation(Activation.IDENTITY)
            .build());
  }

  NetworkBuilder relu(String name) {
    return layer(name, new ActivationLayer(Activation.RELU));
  }

  NetworkBuilder maxPool(String name, int kernel, int stride, int padding) {
    return layer(
        name,
        new SubsamplingLayer.Builder(PoolingType.MAX)
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

  NetworkBuilder add(String name, String other) {
    return vertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, other);
  }

  NetworkBuilder vertex(String name, GraphVertex vertex, String... inputs) {
    graph.addVertex(name, vertex, inputs);
    group.add(name);
    last = name;
    return this;
  }

  private NetworkBuilder layer(String name, Layer layer) {
    graph.addLayer(name, layer, last);
    group.add(name);
    last = name;
    return this;
  }

  /** Ends with the features as the output. */
  Network features(String vertex, int width) {
    return new Network(
        graph.setOutputs(vertex).build(), LayerGroups.of(groups), vertex, width, Optional.empty());
  }

  /** Ends with softmax on these logits; the layers added by {@code head} are in no group. */
  Network classifier(String features, int width, List<Runnable> head) {
    LayerGroups upToFeatures = LayerGroups.of(groups);
    group = new LinkedHashSet<>();
    new ArrayList<>(head).forEach(Runnable::run);
    String logits = last;
    graph.addLayer(
        OUTPUT,
        new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
        logits);
    return new Network(
        graph.setOutputs(OUTPUT).build(), upToFeatures, features, width, Optional.of(logits));
  }
}
