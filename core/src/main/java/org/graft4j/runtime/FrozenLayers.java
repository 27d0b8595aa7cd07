package org.graft4j.runtime;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/** Looks through DL4J's freezing wrappers, which nest. */
final class FrozenLayers {
  private FrozenLayers() {}

  static Layer unwrap(Layer layer) {
    Layer bare = layer;
    while (bare instanceof FrozenLayer frozen) {
      bare = frozen.getLayer();
    }
    return bare;
  }
}
