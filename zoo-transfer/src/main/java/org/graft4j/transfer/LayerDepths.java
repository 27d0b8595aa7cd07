package org.graft4j.transfer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.FrozenLayers;

/**
 * How far below the features the vertices of a backbone lie, in layers with weights: convolutions
 * and dense layers, not norms, gains or biases.
 *
 * <p>A vertex has as many layers above it as the longest way from it to the features has. So the
 * branches of a block that end together are counted from their end, and a norm, which counts for
 * nothing itself, lies where the convolution before it lies.
 */
final class LayerDepths {
  private LayerDepths() {}

  /** Weighted layers strictly above each vertex that the features depend on. */
  static Map<String, Integer> of(Backbone backbone) {
    ComputationGraph graph = backbone.graph();
    ComputationGraphConfiguration conf = graph.getConfiguration();
    Set<String> below = GraphEdits.ancestors(conf, backbone.featureVertex());
    Map<String, Integer> depths = new LinkedHashMap<>();
    Map<String, Integer> reaching = new HashMap<>();
    GraphVertex[] vertices = graph.getVertices();
    int[] order = graph.topologicalSortOrder();
    for (int i = order.length - 1; i >= 0; i--) {
      String name = vertices[order[i]].getVertexName();
      if (!below.contains(name)) {
        continue;
      }
      int depth = reaching.getOrDefault(name, 0);
      depths.put(name, depth);
      int ofInputs = depth + (weighted(conf, name) ? 1 : 0);
      for (String input : conf.getVertexInputs().getOrDefault(name, List.of())) {
        reaching.merge(input, ofInputs, Math::max);
      }
    }
    return depths;
  }

  private static boolean weighted(ComputationGraphConfiguration conf, String name) {
    if (!(conf.getVertices().get(name) instanceof LayerVertex vertex)) {
      return false;
    }
    Layer layer = FrozenLayers.unwrap(vertex.getLayerConf().getLayer());
    return !layer.initializer().weightKeys(layer).isEmpty();
  }
}
