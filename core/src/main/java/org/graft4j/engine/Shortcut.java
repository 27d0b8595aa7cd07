package org.graft4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.runtime.FrozenLayers;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Leaves out what does nothing in inference: dropout, stochastic depth, and activation layers
 * without a function.
 */
final class Shortcut {
  private Shortcut() {}

  /** Nodes of inference without those; what read them reads what they read. */
  static List<Node> of(List<Node> nodes, ComputationGraphConfiguration conf) {
    Map<String, String> standsFor = new HashMap<>();
    List<Node> left = new ArrayList<>();
    for (Node node : nodes) {
      List<String> inputs =
          node.inputs().stream().map(name -> standsFor.getOrDefault(name, name)).toList();
      if (node.op() instanceof Op.Vertex && doesNothing(conf.getVertices().get(node.vertex()))) {
        standsFor.put(node.name(), inputs.get(0));
      } else {
        left.add(new Node(node.name(), node.vertex(), node.op(), inputs));
      }
    }
    return left;
  }

  private static boolean doesNothing(GraphVertex vertex) {
    GraphVertex bare = FrozenLayers.unwrap(vertex);
    if (!(bare instanceof LayerVertex layerVertex) || layerVertex.getPreProcessor() != null) {
      return false;
    }
    Layer layer = FrozenLayers.unwrap(layerVertex.getLayerConf().getLayer());
    return layer.getClass() == DropoutLayer.class
        || layer.getClass() == StochasticDepth.class
        || (layer.getClass() == ActivationLayer.class
            && ((ActivationLayer) layer).getActivationFn() instanceof ActivationIdentity);
  }
}
