package org.graft4j.zoo.adapt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.model.FixedStatisticsBatchNorm;
import org.graft4j.runtime.FrozenLayers;
import org.jspecify.annotations.Nullable;

/**
 * Which vertices have the same channels: a convolution or dense layer makes new ones, norms,
 * activations and poolings pass them on, and what is added up has the same.
 */
final class ChannelSpaces {
  private static final Set<Class<?>> MAKING =
      Set.of(ConvolutionLayer.class, DenseLayer.class, OutputLayer.class);
  private static final Set<Class<?>> PASSING =
      Set.of(
          BatchNormalization.class,
          FixedStatisticsBatchNorm.class,
          ActivationLayer.class,
          SubsamplingLayer.class,
          GlobalPoolingLayer.class,
          DropoutLayer.class,
          ZeroPaddingLayer.class,
          LossLayer.class);

  private final Map<String, String> parents = new HashMap<>();
  private final Map<String, Long> widths = new HashMap<>();
  private final Set<String> fixed = new LinkedHashSet<>();

  private ChannelSpaces() {}

  /**
   * The spaces of a network.
   *
   * @param widening an output that may get more channels: the features
   * @throws IllegalArgumentException if it has a vertex of another kind; the message names it
   */
  static ChannelSpaces of(ComputationGraph graph, String widening) {
    ChannelSpaces spaces = new ChannelSpaces();
    ComputationGraphConfiguration conf = graph.getConfiguration();
    for (String vertex : topological(graph)) {
      if (conf.getVertices().containsKey(vertex)) {
        spaces.add(conf, vertex);
      }
    }
    List<String> ends = new ArrayList<>(conf.getNetworkInputs());
    conf.getNetworkOutputs().stream().filter(out -> !out.equals(widening)).forEach(ends::add);
    ends.forEach(end -> spaces.fixed.add(spaces.of(end)));
    return spaces;
  }

  private static List<String> topological(ComputationGraph graph) {
    List<String> names = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      names.add(graph.getVertices()[index].getVertexName());
    }
    return names;
  }

  private void add(ComputationGraphConfiguration conf, String name) {
    GraphVertex vertex = FrozenLayers.unwrap(conf.getVertices().get(name));
    List<String> inputs = conf.getVertexInputs().get(name);
    Layer layer = Rebuild.layer(vertex);
    if (layer != null && MAKING.contains(layer.getClass())) {
      widths.put(name, ((FeedForwardLayer) layer).getNOut());
      requireFlattening(name, (LayerVertex) vertex, layer);
      if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
        throw refused(name, "DenseLayer with layer norm");
      }
      keepWidth(name, layer);
      return;
    }
    boolean pointwise =
        vertex instanceof ElementWiseVertex
            || vertex instanceof AdaptiveAveragePooling
            || vertex instanceof CeilMaxPooling;
    boolean passing = layer != null && PASSING.contains(layer.getClass());
    if (!pointwise && !passing) {
      throw refused(name, kind(layer == null ? vertex : layer));
    }
    if (passing && ((LayerVertex) vertex).getPreProcessor() != null) {
      throw refused(name, kind(((LayerVertex) vertex).getPreProcessor()));
    }
    inputs.forEach(input -> join(name, input));
    keepWidth(name, layer);
  }

  /** Copies in a softmax would change its sum, and whatever else looks at all channels. */
  private void keepWidth(String name, @Nullable Layer layer) {
    if (!AppliedActivation.isElementwise(AppliedActivation.of(layer))) {
      fixed.add(of(name));
    }
  }

  private static void requireFlattening(String name, LayerVertex vertex, Layer layer) {
    Object preprocessor = vertex.getPreProcessor();
    boolean flattened =
        preprocessor instanceof CnnToFeedForwardPreProcessor
            && !(layer instanceof ConvolutionLayer);
    if (preprocessor != null && !flattened) {
      throw refused(name, kind(preprocessor));
    }
  }

  private static String kind(Object what) {
    return what.getClass().getSimpleName();
  }

  private static IllegalArgumentException refused(String name, String what) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "the network must be of plain convolutions, dense layers, batch norms, activations, poolings and sums to be widened, but '%s' is %s",
            name,
            what));
  }

  private void join(String a, String b) {
    String first = of(a);
    String second = of(b);
    if (!first.equals(second)) {
      parents.put(first, second);
      if (widths.containsKey(first)) {
        widths.put(second, widths.get(first));
      }
      if (fixed.remove(first)) {
        fixed.add(second);
      }
    }
  }

  /** The space of a vertex's output, or of a network's input, named after one of its vertices. */
  String of(String vertex) {
    String root = vertex;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  /** Channels of a space; 0 if it is the picture's. */
  long width(String space) {
    return widths.getOrDefault(space, 0L);
  }

  /** The spaces that may be widened. */
  Set<String> free() {
    Set<String> free = new LinkedHashSet<>();
    widths.keySet().stream().map(this::of).filter(s -> !fixed.contains(s)).forEach(free::add);
    return free;
  }
}
