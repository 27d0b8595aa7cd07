package org.graft4j.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
 * @param groups the layer groups from the input up to the feature vertex: every vertex with
 *     parameters that the features depend on is in one
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

  /**
   * Checks the groups against the graph.
   *
   * @throws IllegalArgumentException if a group names a vertex that is not in the graph or that the
   *     features do not depend on; if a vertex with parameters below the features is in no group,
   *     or in a higher group than a vertex that depends on it; if there is no feature vertex of
   *     that name; if the width is not positive; or if the graph was not initialised
   */
  public Backbone {
    Set<String> vertices = graph.getConfiguration().getVertices().keySet();
    for (String group : groups.names()) {
      for (String vertex : groups.vertices(group)) {
        if (!vertices.contains(vertex)) {
          throw refused(
              "layer group '%s' names vertex '%s', which the graph does not have", group, vertex);
        }
      }
    }
    if (!vertices.contains(featureVertex)) {
      throw refused(
          "featureVertex '%s' is not in the graph; its vertices are %s", featureVertex, vertices);
    }
    if (featureWidth <= 0) {
      throw new IllegalArgumentException("featureWidth must be positive, but was " + featureWidth);
    }
    if (graph.getVertices() == null) {
      throw new IllegalArgumentException(
          "graph must be initialised, but has no parameters yet: call its init() first");
    }
    requireCovered(graph, groups, featureVertex);
    requireClosed(graph, groups);
  }

  /** The groups hold what the features are made of, and no more. */
  private static void requireCovered(
      ComputationGraph graph, LayerGroups groups, String featureVertex) {
    Set<String> below = GraphEdits.ancestors(graph.getConfiguration(), featureVertex);
    for (String group : groups.names()) {
      for (String vertex : groups.vertices(group)) {
        if (!below.contains(vertex)) {
          throw refused(
              "layer group '%s' must hold vertices that feature vertex '%s' depends on, but has '%s': leave it out",
              group, featureVertex, vertex);
        }
      }
    }
    for (String vertex : below) {
      if (graph.getVertex(vertex).numParams() > 0 && groups.groupOf(vertex).isEmpty()) {
        throw refused(
            "vertex '%s' below feature vertex '%s' has parameters and must be in a layer group, but is in none of %s",
            vertex, featureVertex, groups);
      }
    }
  }

  /** Freezing a group and those below it freezes nothing that a higher group would train. */
  private static void requireClosed(ComputationGraph graph, LayerGroups groups) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    for (String group : groups.names()) {
      Set<String> reached = groups.upTo(group);
      for (String vertex : groups.vertices(group)) {
        for (String ancestor : GraphEdits.ancestors(conf, vertex)) {
          if (graph.getVertex(ancestor).numParams() > 0 && !reached.contains(ancestor)) {
            throw refused(
                "layer group '%s' must depend on itself and lower groups only, but its vertex '%s' depends on '%s' of group '%s' above it",
                group, vertex, ancestor, groups.groupOf(ancestor).orElse("none"));
          }
        }
      }
    }
  }

  private static IllegalArgumentException refused(String format, Object... values) {
    return new IllegalArgumentException(String.format(Locale.ROOT, format, values));
  }
}
