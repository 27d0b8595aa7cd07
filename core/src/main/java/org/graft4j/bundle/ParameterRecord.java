package org.graft4j.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.graft4j.layer.WeightRows;
import org.graft4j.runtime.FrozenLayers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One parameter of a network, live.
 *
 * @param name full name, say {@code conv1_W}
 * @param rows its output channels, if it is the weights of a layer that has such
 */
record ParameterRecord(String name, INDArray values, Optional<WeightRows> rows) {

  /** All parameters, in an order that the configuration alone decides. */
  static List<ParameterRecord> of(ComputationGraph graph) {
    List<ParameterRecord> all = new ArrayList<>();
    for (GraphVertex vertex : graph.getVertices()) {
      Layer layer = vertex.getLayer();
      vertex
          .paramTable(false)
          .forEach(
              (key, values) ->
                  all.add(
                      new ParameterRecord(
                          vertex.getVertexName() + "_" + key,
                          values,
                          layer == null
                              ? Optional.empty()
                              : WeightRows.of(
                                  FrozenLayers.unwrap(layer.conf().getLayer()), key, values))));
    }
    all.sort(Comparator.comparing(ParameterRecord::name));
    return all;
  }

  /** A copy of the values, in C order. */
  float[] copy() {
    try (INDArray ordered = values.dup('c')) {
      return ordered.data().asFloat();
    }
  }

  void put(float[] inOrder) {
    try (INDArray flat = Nd4j.createFromArray(inOrder)) {
      values.assign(flat.reshape('c', values.shape()));
    }
  }
}
