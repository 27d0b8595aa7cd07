package org.graft4j.runtime;

import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/** Looks through DL4J's freezing wrappers, which nest. */
public final class FrozenLayers {
  private FrozenLayers() {}

  /** What is frozen, or the layer itself. */
  public static Layer unwrap(Layer layer) {
    Layer bare = layer;
    while (bare instanceof FrozenLayer frozen) {
      bare = frozen.getLayer();
    }
    return bare;
  }

  /** What is frozen, or the vertex itself; a layer inside may still be wrapped. */
  public static GraphVertex unwrap(GraphVertex vertex) {
    GraphVertex bare = vertex;
    while (bare instanceof FrozenVertex frozen) {
      bare = frozen.getUnderlying();
    }
    return bare;
  }
}
