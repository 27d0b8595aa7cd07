package org.graft4j.zoo.adapt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.model.GraphEdits;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The first convolution of a network, through which all paths from the picture go.
 *
 * @param graph whose it is
 * @param vertex its name
 */
record Stem(ComputationGraph graph, String vertex) {
  private static final Set<Class<?>> KEEPING =
      Set.of(ZeroPaddingLayer.class, Cropping2D.class, DropoutLayer.class);

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException if the first layer with parameters is not one convolution with
   *     a kernel for each pair of channels, or something else than zero padding, cropping and
   *     dropout stands below it
   */
  static Stem of(ComputationGraph graph) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    Shapes.requireOneInput(conf);
    List<String> first = new ArrayList<>();
    for (String vertex : conf.getVertices().keySet()) {
      if (graph.getVertex(vertex).numParams() > 0
          && GraphEdits.ancestors(conf, vertex).stream()
              .allMatch(v -> v.equals(vertex) || graph.getVertex(v).numParams() == 0)) {
        first.add(vertex);
      }
    }
    if (first.size() != 1) {
      throw refused("it has the first layers with parameters " + first);
    }
    String vertex = first.get(0);
    Layer layer = Rebuild.layer(conf.getVertices().get(vertex));
    if (!isPlain(layer)) {
      throw refused(
          "its first layer with parameters, '"
              + vertex
              + "', is "
              + (layer == null ? "none" : layer.getClass().getSimpleName()));
    }
    Set<String> closed = GraphEdits.ancestors(conf, vertex);
    closed.forEach(below -> requireKeeping(conf, below, vertex));
    for (String other : conf.getVertices().keySet()) {
      if (!closed.contains(other)
          && conf.getVertexInputs().get(other).stream()
              .anyMatch(in -> !in.equals(vertex) && (closed.contains(in) || isInput(conf, in)))) {
        throw refused("'" + other + "' sees the picture without it");
      }
    }
    return new Stem(graph, vertex);
  }

  /**
   * Refuses what stands below the convolution and may give other numbers than the picture's and
   * zeros: its result could depend on the number of channels, and {@link InputChannels#grey} counts
   * on the picture's own mean and deviation.
   */
  private static void requireKeeping(ComputationGraphConfiguration conf, String name, String stem) {
    GraphVertex vertex = conf.getVertices().get(name);
    Layer layer = Rebuild.layer(vertex);
    if (!name.equals(stem) && (layer == null || !KEEPING.contains(layer.getClass()))) {
      Object what = layer == null ? vertex : layer;
      throw refused("below it stands '" + name + "', " + what.getClass().getSimpleName());
    }
    InputPreProcessor before = ((LayerVertex) vertex).getPreProcessor();
    if (before != null) {
      throw refused("'" + name + "' has a preprocessor, " + before.getClass().getSimpleName());
    }
  }

  /** Kernels of shape {@code [out, in, kH, kW]}. */
  INDArray weights() {
    return graph.getParam(vertex + "_W");
  }

  /** Channels of its pictures. */
  int depth() {
    return (int) weights().size(1);
  }

  /**
   * The network with other kernels.
   *
   * @param weights {@code [out, channels, kH, kW]}
   * @param constant to be added to each output, of length {@code out}; zeros change nothing
   */
  ComputationGraph with(INDArray weights, INDArray constant) {
    ComputationGraphConfiguration conf = Rebuild.editable(graph);
    FeedForwardLayer layer = layerIn(conf);
    layer.setNIn(weights.size(1));
    Map<String, INDArray> changed = new HashMap<>();
    changed.put(vertex + "_W", weights);
    if (constant.amaxNumber().doubleValue() > 0) {
      String mean = followingMean();
      if (graph.paramTable().containsKey(vertex + "_b")) {
        String bias = vertex + "_b";
        INDArray now = graph.getParam(bias);
        changed.put(bias, now.add(constant.reshape(now.shape())));
      } else if (mean != null) {
        // A norm behind it takes what is added away again, if its mean moves along.
        INDArray now = graph.getParam(mean);
        changed.put(mean, now.sub(constant.reshape(now.shape())));
      } else if (layer instanceof ConvolutionLayer convolution) {
        convolution.setHasBias(true);
        changed.put(vertex + "_b", constant.reshape(1, constant.length()));
      } else {
        throw refused("'" + vertex + "' has no bias, and no batch norm behind it");
      }
    }
    Rebuild.forgetNames(conf.getVertices().get(vertex));
    return Rebuild.of(graph, conf, changed);
  }

  /** The parameter that holds the means of a batch norm that alone reads the convolution. */
  private @Nullable String followingMean() {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    List<String> readers =
        conf.getVertexInputs().entrySet().stream()
            .filter(e -> e.getValue().contains(vertex))
            .map(Map.Entry::getKey)
            .toList();
    boolean norm =
        readers.size() == 1
            && Rebuild.layer(conf.getVertices().get(readers.get(0))) instanceof BatchNormalization
            && isLinear()
            && !conf.getNetworkOutputs().contains(vertex);
    return norm ? readers.get(0) + "_mean" : null;
  }

  private boolean isLinear() {
    return layerIn(graph.getConfiguration()).getActivationFn() instanceof ActivationIdentity;
  }

  private FeedForwardLayer layerIn(ComputationGraphConfiguration conf) {
    return (FeedForwardLayer) Objects.requireNonNull(Rebuild.layer(conf.getVertices().get(vertex)));
  }

  private static boolean isPlain(@Nullable Layer layer) {
    return (layer instanceof GroupedConvolution grouped && grouped.getGroups() == 1)
        || (layer != null
            && layer.getClass() == ConvolutionLayer.class
            && ((ConvolutionLayer) layer).getCnn2dDataFormat() == CNN2DFormat.NCHW);
  }

  /**
   * Kernels for another number of channels as sums of the given ones.
   *
   * @param shares how much of each given channel's kernel, {@code [channels][in]}
   */
  INDArray mixed(double[][] shares) {
    INDArray rows = Channels.rows(weights(), 1);
    INDArray made = Nd4j.create(shares).castTo(rows.dataType()).mmul(rows);
    return Channels.fromRows(made, weights(), 1);
  }

  /** For each output the sum over all places of its kernels, weighted by channel. */
  INDArray sums(double[] byChannel) {
    INDArray weights = weights();
    long out = weights.size(0);
    INDArray places = Channels.rows(weights, 1).reshape('c', weights.size(1), out, -1).sum(2);
    INDArray row = Nd4j.create(byChannel, new long[] {1, byChannel.length}, 'c');
    return row.castTo(weights.dataType()).mmul(places).reshape(out);
  }

  private static boolean isInput(ComputationGraphConfiguration conf, String name) {
    return conf.getNetworkInputs().contains(name);
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "the network must begin with one convolution to take other channels, but %s",
            reason));
  }
}
