package org.graft4j.transfer.regularise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.NearestName;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.transfer.StageAdditions;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.internal.Factor;

/**
 * Keeps feature maps near those that the pretrained network gives for the same pictures: DELTA (Li
 * et al. 2019, <a href="https://arxiv.org/abs/1901.09229">arXiv 1901.09229</a>) without its
 * attention to channels. Adds {@code weight * sum over vertices of 1/2 mean (F - F0)^2}, the mean
 * over the batch's own pictures and all numbers of a map, so that a map's size does not matter.
 * Unlike a penalty on weights it lets them move as long as the behaviour stays.
 *
 * <p>The pretrained network runs on each batch in inference mode, once for all vertices where each
 * is all that the next ones see, and only above the frozen part. Batch norms that train on the
 * batch's statistics give other maps from the first step on; with those that keep theirs, the
 * default, the distance begins at 0.
 *
 * @param weight 0 or positive; at 0 nothing changes, byte for byte
 * @param vertices of the backbone up to its features; empty for the last one of each layer group.
 *     Those whose output a stage does not change are left out there
 */
public record FeatureAlignment(double weight, List<String> vertices) implements TransferMethod {
  public FeatureAlignment {
    Factor.require("weight", weight);
    vertices = List.copyOf(vertices);
    Set<String> seen = new HashSet<>();
    for (String vertex : vertices) {
      if (!seen.add(vertex)) {
        throw new IllegalArgumentException("vertices must differ, but '" + vertex + "' came twice");
      }
    }
  }

  /** At the last vertex of each layer group that a stage trains. */
  public FeatureAlignment(double weight) {
    this(weight, List.of());
  }

  @Override
  public String describe() {
    return "feature alignment, weight "
        + weight
        + ", at "
        + (vertices.isEmpty() ? "the layer groups' ends" : vertices);
  }

  @Override
  public boolean changesNothing() {
    return weight == 0;
  }

  @Override
  public StageAdditions prepare(StageContext stage) {
    List<String> chosen =
        (vertices.isEmpty() ? ends(stage.backbone()) : inOrder(stage.backbone()))
            .stream().filter(stage::trains).toList();
    if (chosen.isEmpty()) {
      return StageAdditions.none();
    }
    ReferenceFeatures reference = ReferenceFeatures.of(stage.backbone(), stage.frontier(), chosen);
    Map<String, String> names = names(chosen);
    return StageAdditions.terms(
        chosen.stream()
            .map(vertex -> new AlignmentTerm(names.get(vertex), vertex, weight, reference))
            .toArray(FeatureTerm[]::new));
  }

  /** The vertices given, from the input upwards. */
  private List<String> inOrder(Backbone backbone) {
    Map<String, Integer> places = places(backbone);
    for (String vertex : vertices) {
      if (!places.containsKey(vertex)) {
        throw new IllegalArgumentException(
            NearestName.unknown(
                "vertex below the features", vertex, places.keySet(), ends(backbone)));
      }
    }
    List<String> ordered = new ArrayList<>(places.keySet());
    ordered.retainAll(vertices);
    return ordered;
  }

  /** The last vertex of each group, from the input upwards. */
  private static List<String> ends(Backbone backbone) {
    Map<String, Integer> places = places(backbone);
    Map<String, String> last = new HashMap<>();
    places
        .keySet()
        .forEach(vertex -> backbone.groups().groupOf(vertex).ifPresent(g -> last.put(g, vertex)));
    List<String> ordered = new ArrayList<>(places.keySet());
    ordered.retainAll(last.values());
    return ordered;
  }

  /** The vertices that the features are made of, each after those that it reads. */
  private static Map<String, Integer> places(Backbone backbone) {
    ComputationGraph graph = backbone.graph();
    Set<String> kept = GraphEdits.ancestors(graph.getConfiguration(), backbone.featureVertex());
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (kept.contains(name)) {
        places.put(name, places.size());
      }
    }
    return places;
  }

  /** Names of the terms, say {@code delta-layer4-1-relu}; they differ. */
  private static Map<String, String> names(List<String> vertices) {
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (String vertex : vertices) {
      String plain = "delta-" + vertex.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
      String name = plain;
      for (int more = 2; !taken.add(name); more++) {
        name = plain + "-" + more;
      }
      names.put(vertex, name);
    }
    return names;
  }
}
