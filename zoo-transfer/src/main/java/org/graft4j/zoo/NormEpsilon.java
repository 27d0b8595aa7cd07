package org.graft4j.zoo;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.zoo.architecture.ParameterSlot;

/**
 * The epsilon that a file's batch norms add to the variance, where the network adds another: the
 * scale is changed by {@code sqrt((variance + ours) / (variance + theirs))}, so that the network
 * with these statistics computes what the file's does. (Training moves the statistics, and then the
 * two differ by what the epsilons differ.)
 *
 * @param theirs the file's, positive
 */
record NormEpsilon(double theirs) {

  static NormEpsilon of(double theirs) {
    return new NormEpsilon(theirs);
  }

  /** Changes the scales of all batch norms of a graph that holds the file's values. */
  void moveInto(ComputationGraph graph) {
    Map<String, ParameterSlot> slots = new HashMap<>();
    ParameterSlot.of(graph).forEach(slot -> slots.put(slot.key(), slot));
    graph
        .getConfiguration()
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layer
                  && layer.getLayerConf().getLayer() instanceof BatchNormalization norm) {
                ParameterSlot scale = slots.get(name + ".weight");
                float[] variance = slots.get(name + ".running_var").get(graph);
                float[] scales = scale.get(graph);
                for (int i = 0; i < scales.length; i++) {
                  double change = (variance[i] + norm.getEps()) / (variance[i] + theirs);
                  scales[i] = (float) (scales[i] * Math.sqrt(change));
                }
                scale.set(graph, scales);
              }
            });
  }
}
