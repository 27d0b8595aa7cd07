package org.graft4j.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;

/**
 * A network, pretrained as a rule, of which everything but the last decision is to be used again.
 *
 * <p>The graph holds the layers up to the feature vertex, whose output has shape {@code [batch,
 * featureWidth]}, and may go on with the source task's head. Nothing here changes the graph; work
 * on a copy of it. Not thread-safe, as the graph is not.
 *
 * @param architecture id of the architecture, {@code "custom"} for a graph of the user's own
 * @param graph the network with its weights
 * @param input the preparation of pictures that the weights were trained with
 * @param groups the layer groups from the input up to the feature vertex
 * @param featureVertex the vertex that gives the features, two-dimensional
 * @param featureWidth numbers per picture at the feature vertex
 * @param card what is known of the weights; empty for random ones and for a user's own graph
 */
public record Backbone(
    String architecture,
    ComputationGraph graph,
    InputSpec input,
    LayerGroups groups,
    String featureVertex,
    int featureWidth,
    Optional<WeightsCard> card) {

  public Backbone {
    Set<String> vertices = graph.getConfiguration().getVertices().keySet();
    for (String group : groups.names()) {
      for (String vertex : groups.vertices(group)) {
        if (!vertices.contains(vertex)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "layer group '%s' names vertex '%s', which the graph does not have",
                  group,
                  vertex));
        }
      }
    }
    if (!vertices.contains(featureVertex)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "featureVertex '%s' is not in the graph; its vertices are %s",
              featureVertex,
              vertices));
    }
    if (featureWidth <= 0) {
      throw new IllegalArgumentException("featureWidth must be positive, but was " + featureWidth);
    }
  }
}
