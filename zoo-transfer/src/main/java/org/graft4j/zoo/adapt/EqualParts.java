package org.graft4j.zoo.adapt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.LayerGroups;

/** Layer groups of a network that comes without: parts with about as many layers each. */
final class EqualParts {
  private EqualParts() {}

  /**
   * Parts that end where all paths go through one vertex, so that each can be frozen with those
   * below it and run once.
   *
   * @param count parts that are wanted; there are fewer where the network has not as many such
   *     places
   */
  static LayerGroups of(ComputationGraph graph, String featureVertex, int count) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    Set<String> below = GraphEdits.ancestors(conf, featureVertex);
    List<Set<String>> cuts = cuts(conf, below);
    long total = weighted(graph, below);
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    Set<String> taken = new LinkedHashSet<>();
    for (int part = 1; part <= count; part++) {
      Set<String> upTo =
          part == count ? below : nearest(graph, cuts, total * part / (double) count);
      Set<String> group = new LinkedHashSet<>(upTo);
      group.removeAll(taken);
      if (upTo.containsAll(taken) && weighted(graph, group) > 0) {
        groups.put("part" + (groups.size() + 1), group);
        taken.addAll(group);
      }
    }
    Set<String> rest = new LinkedHashSet<>(below);
    rest.removeAll(taken);
    if (!rest.isEmpty()) {
      groups
          .computeIfAbsent("part" + Math.max(1, groups.size()), g -> new LinkedHashSet<>())
          .addAll(rest);
    }
    return LayerGroups.of(groups);
  }

  private static Set<String> nearest(
      ComputationGraph graph, List<Set<String>> cuts, double layers) {
    Set<String> best = Set.of();
    double distance = Double.POSITIVE_INFINITY;
    for (Set<String> cut : cuts) {
      double d = Math.abs(weighted(graph, cut) - layers);
      // of cuts behind as many layers the later one: it takes activation and pooling along
      if (d <= distance) {
        best = cut;
        distance = d;
      }
    }
    return best;
  }

  private static long weighted(ComputationGraph graph, Set<String> vertices) {
    return vertices.stream().filter(v -> graph.getVertex(v).numParams() > 0).count();
  }

  /** The closed sets behind which one vertex is all that the rest sees, smaller ones first. */
  private static List<Set<String>> cuts(ComputationGraphConfiguration conf, Set<String> below) {
    List<Set<String>> cuts = new ArrayList<>();
    for (String vertex : below) {
      Set<String> closed = GraphEdits.ancestors(conf, vertex);
      boolean alone =
          below.stream()
              .filter(v -> !closed.contains(v))
              .flatMap(v -> conf.getVertexInputs().get(v).stream())
              .filter(in -> closed.contains(in) || conf.getNetworkInputs().contains(in))
              .allMatch(vertex::equals);
      if (alone) {
        cuts.add(closed);
      }
    }
    cuts.sort((a, b) -> Integer.compare(a.size(), b.size()));
    return cuts;
  }
}
