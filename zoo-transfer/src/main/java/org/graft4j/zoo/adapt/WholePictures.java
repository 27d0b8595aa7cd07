package org.graft4j.zoo.adapt;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Networks that can read pictures as one row of numbers, as DL4J's data sets of digits come. */
final class WholePictures {
  private WholePictures() {}

  /** The network without that ability, which would hold it to one size; else the given one. */
  static ComputationGraph reading(ComputationGraph graph) {
    if (graph.getConfiguration().getVertices().values().stream().noneMatch(WholePictures::folds)) {
      return graph;
    }
    ComputationGraphConfiguration conf = Rebuild.editable(graph);
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              boolean first = conf.getNetworkInputs().containsAll(conf.getVertexInputs().get(name));
              if (first && folds(vertex)) {
                ((LayerVertex) vertex).setPreProcessor(null);
              }
            });
    return Rebuild.of(graph, conf, Map.of());
  }

  private static boolean folds(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer
        && layer.getPreProcessor() instanceof FeedForwardToCnnPreProcessor;
  }
}
