package org.graft4j.zoo.adapt;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.LabelMap;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Provenance;
import org.graft4j.model.TrainedModel;
import org.graft4j.zoo.NearestName;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some of the classes that a backbone was trained on, as a classifier that needs no training: the
 * source head's rows of those classes, in the order asked for.
 *
 * <p>Its probabilities are the source's, divided by their sum over the classes that are kept:
 * softmax over some logits is the renormalised softmax over all. A picture of another class is put
 * into one of these all the same.
 */
public final class SourceClasses {
  private SourceClasses() {}

  /**
   * The classifier for classes that the backbone's card names.
   *
   * @param classes at least two names of the card, in the order of the new output
   * @throws IllegalArgumentException if the backbone has no source head or its card no class names,
   *     if a name is unknown (the message has the nearest one) or comes twice
   */
  public static TrainedModel keep(Backbone backbone, List<String> classes) {
    List<String> source = backbone.card().map(card -> card.classes()).orElse(List.of());
    if (source.isEmpty()) {
      throw new IllegalArgumentException(
          "the backbone's card must name the source classes, but does not; pass them in the order of the head");
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
    String head = head(backbone);
    int[] rows = rows(source, kept);
    long width = graph.getParam(head + "_W").size(outputs(graph.getParam(head + "_W")));
    if (width != source.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the source classes must be as many as head '%s' tells apart, %d, but were %d",
              head,
              width,
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

  private static String head(Backbone backbone) {
    ComputationGraphConfiguration conf = backbone.graph().getConfiguration();
    String output = conf.getNetworkOutputs().get(0);
    boolean headless =
        conf.getNetworkOutputs().size() != 1
            || GraphEdits.ancestors(conf, backbone.featureVertex()).contains(output);
    if (headless || !isSoftmax(Rebuild.layer(conf.getVertices().get(output)))) {
      throw new IllegalArgumentException(
          "the backbone must have its source head with softmax, but ends with '" + output + "'");
    }
    String head = FeatureVertex.classifier(conf);
    if (GraphEdits.ancestors(conf, backbone.featureVertex()).contains(head)) {
      throw new IllegalArgumentException(
          "the backbone must have its source head above the features, but its last layer with"
              + " parameters is '"
              + head
              + "'");
    }
    return head;
  }

  private static boolean isSoftmax(@Nullable Layer layer) {
    return (layer instanceof BaseLayer base && base.getActivationFn() instanceof ActivationSoftmax)
        || (layer instanceof ActivationLayer activation
            && activation.getActivationFn() instanceof ActivationSoftmax);
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

  private static ComputationGraph withRows(ComputationGraph graph, String head, int[] rows) {
    ComputationGraphConfiguration conf = Rebuild.editable(graph);
    conf.getVertices()
        .forEach(
            (name, vertex) -> {
              if (GraphEdits.ancestors(conf, name).contains(head)
                  && Rebuild.layer(vertex) instanceof FeedForwardLayer layer) {
                if (!name.equals(head)) {
                  layer.setNIn(rows.length);
                }
                layer.setNOut(rows.length);
                Rebuild.forgetNames(vertex);
              }
            });
    Map<String, INDArray> changed = new HashMap<>();
    INDArray weights = graph.getParam(head + "_W");
    changed.put(head + "_W", Channels.take(weights, outputs(weights), rows));
    INDArray bias = graph.paramTable().get(head + "_b");
    if (bias != null) {
      changed.put(head + "_b", Channels.takeVector(bias, rows));
    }
    return Rebuild.of(graph, conf, changed);
  }
}
