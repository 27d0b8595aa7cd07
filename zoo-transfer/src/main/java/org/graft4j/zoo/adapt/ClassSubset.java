package org.graft4j.zoo.adapt;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.LabelMap;
import org.graft4j.model.Backbone;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.NearestName;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some of the classes that a backbone was trained on, as a classifier that needs no training: the
 * source head's rows of those classes, in the order asked for.
 *
 * <p>Its probabilities are the source's, divided by their sum over the classes that are kept:
 * softmax over some logits is the renormalised softmax over all. A picture of another class is put
 * into one of these all the same.
 */
public final class ClassSubset {
  private ClassSubset() {}

  /**
   * The classifier for classes that the backbone's card names.
   *
   * @param classes at least two names of the card, in the order of the new output
   * @throws IllegalArgumentException if the backbone has no source head, or one that does more than
   *     a row for each class and softmax; if its card has no class names, if a name is unknown (the
   *     message has the nearest one) or comes twice
   */
  public static TrainedModel keep(Backbone backbone, List<String> classes) {
    List<String> source = backbone.card().map(card -> card.classes()).orElse(List.of());
    if (source.isEmpty()) {
      throw new IllegalArgumentException(
          "the backbone's card must name the source classes, but does not: pass their names in the order of the head, keep(backbone, source, classes)");
    }
    return keep(backbone, source, classes);
  }

  /**
   * As {@link #keep(Backbone, List)}, for a head whose classes only the caller knows.
   *
   * @param source names of all classes in the order of the source head
   */
  public static TrainedModel keep(Backbone backbone, List<String> source, List<String> classes) {
    LabelMap kept = LabelMap.of(classes);
    if (kept.size() < 2) {
      throw new IllegalArgumentException("classes must be at least two, but were " + kept);
    }
    ComputationGraph graph = backbone.graph();
    SourceHead head = SourceHead.of(backbone);
    int[] rows = rows(source, kept);
    if (head.classes() != source.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the source classes must be as many as head '%s' tells apart, %d, but were %d",
              head.vertex(),
              head.classes(),
              source.size()));
    }
    ComputationGraph some = withRows(graph, head, rows);
    Map<String, String> facts = new TreeMap<>();
    facts.put("backbone", backbone.card().map(card -> card.id()).orElse(backbone.architecture()));
    backbone.card().ifPresent(card -> facts.put("weights", card.sha256()));
    facts.put("head", "source head, " + kept.size() + " of " + source.size() + " classes");
    facts.put("input", backbone.input().toString());
    return new TrainedModel(some, backbone.input(), kept, new Provenance(facts));
  }

  private static int[] rows(List<String> source, LabelMap kept) {
    LabelMap all = LabelMap.of(source);
    return kept.names().stream()
        .mapToInt(
            name ->
                all.indexOf(name)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                NearestName.unknown("source class", name, source))))
        .toArray();
  }

  /** A dense layer has its outputs in columns, a convolution in rows. */
  private static int outputs(INDArray weights) {
    return weights.rank() == 2 ? 1 : 0;
  }

  private static ComputationGraph withRows(ComputationGraph graph, SourceHead head, int[] rows) {
    ComputationGraphConfiguration conf = Rebuild.editable(graph);
    head.resize(conf, rows.length);
    Map<String, INDArray> changed = new HashMap<>();
    String weights = head.vertex() + "_W";
    INDArray now = graph.getParam(weights);
    changed.put(weights, Channels.take(now, outputs(now), rows));
    INDArray bias = graph.paramTable().get(head.vertex() + "_b");
    if (bias != null) {
      changed.put(head.vertex() + "_b", Channels.takeVector(bias, rows));
    }
    return Rebuild.of(graph, conf, changed);
  }
}
