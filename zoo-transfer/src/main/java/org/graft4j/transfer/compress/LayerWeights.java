package org.graft4j.transfer.compress;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.WeightRows;
import org.graft4j.runtime.FrozenLayers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of one convolution or dense layer.
 *
 * @param vertex of the layer
 * @param conf of the layer, not wrapped as frozen
 * @param key of the weights within the layer
 * @param values the live weights
 */
record LayerWeights(String vertex, Layer conf, String key, INDArray values) {

  /** Those of all layers that have such, sorted by name. */
  static List<LayerWeights> of(ComputationGraph graph) {
    List<LayerWeights> all = new ArrayList<>();
    for (org.deeplearning4j.nn.api.Layer layer : graph.getLayers()) {
      String vertex = layer.conf().getLayer().getLayerName();
      Layer conf = FrozenLayers.unwrap(layer.conf().getLayer());
      layer
          .paramTable(false)
          .forEach(
              (key, values) -> {
                if (WeightRows.of(conf, key, values).isPresent()) {
                  all.add(new LayerWeights(vertex, conf, key, values));
                }
              });
    }
    all.sort(Comparator.comparing(LayerWeights::parameter));
    return all;
  }

  /** Full name, say {@code conv1_W}. */
  String parameter() {
    return vertex + "_" + key;
  }

  /** By output channel. */
  WeightRows rows() {
    return WeightRows.of(conf, key, values).orElseThrow();
  }

  int count() {
    return Math.toIntExact(values.length());
  }

  long zeros() {
    long zeros = 0;
    for (float value : rows().copy()) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }

  /**
   * Ones, and zeros at some places; of the weights' shape and layout.
   *
   * @param zeros row after row
   */
  INDArray mask(BitSet zeros) {
    float[] byRow = new float[count()];
    for (int i = 0; i < byRow.length; i++) {
      byRow[i] = zeros.get(i) ? 0 : 1;
    }
    INDArray mask = values.dup();
    WeightRows.of(conf, key, mask).orElseThrow().put(byRow);
    return mask;
  }
}
