package org.graft4j.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.FrozenLayers;

/** Takes a graph, up to one vertex, apart into nodes in an order in which they can be computed. */
final class Lowering {
  private final ComputationGraphConfiguration conf;
  private final BiPredicate<String, List<Op>> asItIs;
  private final List<Node> nodes = new ArrayList<>();

  private Lowering(ComputationGraphConfiguration conf, BiPredicate<String, List<Op>> asItIs) {
    this.conf = conf;
    this.asItIs = asItIs;
  }

  /**
   * The nodes that a vertex's output depends on; the last one makes it.
   *
   * @throws IllegalArgumentException if there is no such vertex
   */
  static List<Node> of(ComputationGraph graph, String frontier) {
    return of(graph, frontier, (vertex, ops) -> false);
  }

  /**
   * The same, with some vertices left as they are.
   *
   * @param asItIs asked with the vertex and the ops that it would be
   */
  static List<Node> of(
      ComputationGraph graph, String frontier, BiPredicate<String, List<Op>> asItIs) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    Set<String> needed = new HashSet<>(GraphEdits.ancestors(conf, frontier));
    needed.addAll(conf.getNetworkInputs());
    Lowering lowering = new Lowering(conf, asItIs);
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (needed.contains(name)) {
        lowering.add(name);
      }
    }
    return List.copyOf(lowering.nodes);
  }

  private void add(String name) {
    if (conf.getNetworkInputs().contains(name)) {
      nodes.add(new Node(name, name, new Op.Input(), List.of()));
      return;
    }
    List<String> inputs = conf.getVertexInputs().get(name);
    List<Op> ops = ops(conf.getVertices().get(name), inputs.size());
    if (asItIs.test(name, ops)) {
      ops = List.of(new Op.Vertex());
    }
    List<String> from = inputs;
    for (int i = 0; i < ops.size(); i++) {
      boolean last = i == ops.size() - 1;
      String value = last ? name : name + ":" + i;
      nodes.add(new Node(value, name, ops.get(i), from));
      from = List.of(value);
    }
  }

  /** What a vertex computes, as one op or a row of them. */
  private static List<Op> ops(GraphVertex vertex, int inputs) {
    GraphVertex bare = FrozenLayers.unwrap(vertex);
    if (bare instanceof LayerVertex layer) {
      return LoweredLayers.ops(bare(layer), flattens(layer.getPreProcessor()))
          .orElse(List.of(new Op.Vertex()));
    }
    return List.of(LoweredLayers.op(bare, inputs).orElse(new Op.Vertex()));
  }

  private static Layer bare(LayerVertex vertex) {
    return FrozenLayers.unwrap(vertex.getLayerConf().getLayer());
  }

  /**
   * Whether all values are pictures or rows. Sequences and volumes have ranks that the ops here do
   * not know.
   */
  static boolean picturesAndRows(ComputationGraphConfiguration conf) {
    return conf.getVertices().values().stream()
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> bare((LayerVertex) vertex))
        .noneMatch(
            layer ->
                layer instanceof BaseRecurrentLayer
                    || layer instanceof BaseWrapperLayer
                    || layer instanceof EmbeddingSequenceLayer
                    || layer instanceof Convolution1DLayer
                    || layer instanceof Convolution3D
                    || layer instanceof Subsampling1DLayer
                    || layer instanceof Subsampling3DLayer);
  }

  /** Whether the vertex takes pictures as rows. */
  static boolean flattens(GraphVertex vertex) {
    GraphVertex bare = FrozenLayers.unwrap(vertex);
    return bare instanceof LayerVertex layer && flattens(layer.getPreProcessor()).orElse(false);
  }

  /** Empty without a preprocessor; false for one that does something else. */
  private static Optional<Boolean> flattens(InputPreProcessor preProcessor) {
    return Optional.ofNullable(preProcessor)
        .map(
            p ->
                p.getClass() == CnnToFeedForwardPreProcessor.class
                    && ((CnnToFeedForwardPreProcessor) p).getFormat() == CNN2DFormat.NCHW);
  }
}
