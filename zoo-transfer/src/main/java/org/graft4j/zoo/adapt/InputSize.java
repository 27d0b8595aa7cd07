package org.graft4j.zoo.adapt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.graft4j.model.LayerGroups;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;

/**
 * A backbone for pictures of another size, with the same parameters.
 *
 * <p>Networks of this library are built anew for the size, with adaptive pooling before dense
 * layers where they need it. Others are rewritten where nothing depends on the size: convolutions
 * and pooling over all places take any; a dense layer that reads a flattened map does not, nor does
 * uneven padding in numbers before a stride, as Keras pads for one size.
 */
public final class InputSize {
  private InputSize() {}

  /**
   * The same network for pictures of that size; its input spec cuts them out in the same
   * proportion. The given one stays as it is.
   *
   * @param height rows, positive
   * @param width pixels per row, positive
   * @throws IllegalArgumentException if the network cannot take that size; the message names the
   *     layer
   */
  public static Backbone of(Backbone backbone, int height, int width) {
    InputSpec input = backbone.input().withSize(height, width);
    Resized resized =
        known(backbone, input)
            .orElseGet(() -> new Resized(rewritten(backbone, input), backbone.groups()));
    return new Backbone(
        backbone.architecture(),
        resized.graph(),
        input,
        resized.groups(),
        backbone.featureVertex(),
        backbone.featureWidth(),
        backbone.card().map(card -> forInput(card, input)));
  }

  private record Resized(ComputationGraph graph, LayerGroups groups) {}

  /** Empty if it is not exactly the network that its architecture describes. */
  private static Optional<Resized> known(Backbone backbone, InputSpec input) {
    Optional<Architecture> known = Architectures.find(backbone.architecture());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Architecture architecture = known.get();
    List<String> kept = backbone.groups().names();
    List<String> all = architecture.groups();
    if (kept.size() > all.size() || !all.subList(0, kept.size()).equals(kept)) {
      return Optional.empty();
    }
    Network network = architecture.network(form(backbone, architecture, input, kept.size()));
    ComputationGraph empty = NetworkWeights.zeros(network);
    if (!shapes(empty).equals(shapes(backbone.graph()))) {
      return Optional.empty();
    }
    ComputationGraphConfiguration conf = network.configuration().clone();
    return Optional.of(new Resized(Rebuild.of(backbone.graph(), conf, Map.of()), network.groups()));
  }

  private static Map<String, List<Long>> shapes(ComputationGraph graph) {
    Map<String, List<Long>> shapes = new HashMap<>();
    graph
        .paramTable()
        .forEach(
            (name, values) -> shapes.put(name, Arrays.stream(values.shape()).boxed().toList()));
    return shapes;
  }

  private static NetworkForm form(
      Backbone backbone, Architecture architecture, InputSpec input, int kept) {
    if (kept < architecture.groups().size()) {
      return NetworkForm.cutAt(input, architecture.groups().get(kept - 1));
    }
    Network one = architecture.network(NetworkForm.whole(backbone.input(), 1));
    String head = one.head().orElseThrow();
    ComputationGraph graph = backbone.graph();
    boolean hasHead = graph.getConfiguration().getVertices().containsKey(head);
    long classes = hasHead ? classes(graph, head) : 0;
    return NetworkForm.whole(input, Math.toIntExact(classes));
  }

  private static long classes(ComputationGraph graph, String head) {
    return ((FeedForwardLayer)
            Objects.requireNonNull(Rebuild.layer(graph.getConfiguration().getVertices().get(head))))
        .getNOut();
  }

  private static ComputationGraph rewritten(Backbone backbone, InputSpec input) {
    ComputationGraphConfiguration conf = Rebuild.editable(backbone.graph());
    ComputationGraphConfiguration anySize = flattening(conf);
    Map<String, InputType> types = Shapes.of(anySize, input);
    FixedPadding.requireFitting(conf, Shapes.of(anySize, backbone.input()), types);
    for (Map.Entry<String, GraphVertex> e : conf.getVertices().entrySet()) {
      if (e.getValue() instanceof LayerVertex vertex
          && vertex.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flat) {
        String below = conf.getVertexInputs().get(e.getKey()).get(0);
        if (types.get(below) instanceof InputTypeConvolutional map) {
          resize(e.getKey(), flat, map);
        }
      }
    }
    return Rebuild.of(backbone.graph(), conf, Map.of());
  }

  private static void resize(
      String layer, CnnToFeedForwardPreProcessor flat, InputTypeConvolutional map) {
    long before = flat.getInputHeight() * flat.getInputWidth();
    if (before != map.getHeight() * map.getWidth()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network cannot take another size: layer '%s' reads a flattened map of %dx%d places, which would be %dx%d; cut the backbone below it",
              layer,
              flat.getInputHeight(),
              flat.getInputWidth(),
              map.getHeight(),
              map.getWidth()));
    }
    flat.setInputHeight(map.getHeight());
    flat.setInputWidth(map.getWidth());
  }

  /** A copy whose flattening preprocessors take any size, so that shapes can be asked for. */
  private static ComputationGraphConfiguration flattening(ComputationGraphConfiguration conf) {
    ComputationGraphConfiguration copy = conf.clone();
    for (GraphVertex vertex : copy.getVertices().values()) {
      if (vertex instanceof LayerVertex layer) {
        InputPreProcessor preprocessor = layer.getPreProcessor();
        if (preprocessor instanceof CnnToFeedForwardPreProcessor) {
          layer.setPreProcessor(null);
          if (Rebuild.layer(vertex) instanceof FeedForwardLayer reader) {
            reader.setNIn(0); // not compared
          }
        }
      }
    }
    return copy;
  }

  private static WeightsCard forInput(WeightsCard card, InputSpec input) {
    return new WeightsCard(
        card.id(),
        card.architecture(),
        card.upTo(),
        input,
        card.classes(),
        card.licence(),
        card.source(),
        card.sha256());
  }
}
