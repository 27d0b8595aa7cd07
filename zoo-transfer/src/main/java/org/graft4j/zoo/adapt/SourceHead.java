package org.graft4j.zoo.adapt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * The layer that tells a backbone's source classes apart, and what leads from it to the output.
 *
 * @param vertex the layer: dense, or a convolution whose outputs are averaged, as SqueezeNet's
 * @param classes how many it tells apart
 * @param above what reads it, up to the output: each passes on class by class
 */
record SourceHead(String vertex, long classes, Set<String> above) {
  private static final Set<Class<?>> CLASSIFYING =
      Set.of(DenseLayer.class, ConvolutionLayer.class, OutputLayer.class);
  private static final Set<Class<?>> PASSING =
      Set.of(ActivationLayer.class, LossLayer.class, GlobalPoolingLayer.class, DropoutLayer.class);

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException if the backbone has none, or the way from it to the softmax
   *     does more than to pass the classes on
   */
  static SourceHead of(Backbone backbone) {
    ComputationGraphConfiguration conf = backbone.graph().getConfiguration();
    String output = conf.getNetworkOutputs().get(0);
    Set<String> features = GraphEdits.ancestors(conf, backbone.featureVertex());
    boolean headless = conf.getNetworkOutputs().size() != 1 || features.contains(output);
    Layer last = Rebuild.layer(conf.getVertices().get(output));
    if (headless || !(AppliedActivation.of(last) instanceof ActivationSoftmax)) {
      throw new IllegalArgumentException(
          "the backbone must have its source head with softmax, but ends with '" + output + "'");
    }
    String vertex = topmost(backbone, features, output);
    if (!(Rebuild.layer(conf.getVertices().get(vertex)) instanceof FeedForwardLayer layer)
        || !CLASSIFYING.contains(layer.getClass())
        || (layer instanceof DenseLayer dense && dense.hasLayerNorm())) {
      throw refused(vertex, "does not tell classes apart each by a row of its own");
    }
    Set<String> above = new LinkedHashSet<>(GraphEdits.ancestors(conf, output));
    above.removeIf(v -> v.equals(vertex) || !GraphEdits.ancestors(conf, v).contains(vertex));
    SourceHead head = new SourceHead(vertex, layer.getNOut(), above);
    head.requireElementwise(layer, vertex, output);
    above.forEach(v -> head.requirePassing(conf, v, output));
    return head;
  }

  /** The last layer with parameters that is not one of the features'. */
  private static String topmost(Backbone backbone, Set<String> features, String output) {
    ComputationGraphConfiguration conf = backbone.graph().getConfiguration();
    Set<String> own = new LinkedHashSet<>(GraphEdits.ancestors(conf, output));
    own.removeIf(v -> features.contains(v) || backbone.graph().getVertex(v).numParams() == 0);
    List<String> top =
        own.stream()
            .filter(
                v ->
                    own.stream()
                        .noneMatch(o -> !o.equals(v) && GraphEdits.ancestors(conf, o).contains(v)))
            .toList();
    if (top.size() != 1) {
      throw new IllegalArgumentException(
          "the backbone must have its source head, one layer with parameters, above the features '"
              + backbone.featureVertex()
              + "', but has "
              + (top.isEmpty() ? "none there" : top.toString()));
    }
    return top.get(0);
  }

  private void requirePassing(ComputationGraphConfiguration conf, String name, String output) {
    GraphVertex vertex = conf.getVertices().get(name);
    Layer layer = Rebuild.layer(vertex);
    if (layer == null) {
      if (!isMerge(conf, name) && !isSubset(vertex)) {
        throw refused(name, "does not pass on class by class");
      }
      return;
    }
    boolean kept =
        PASSING.contains(layer.getClass()) && ((LayerVertex) vertex).getPreProcessor() == null;
    if (!kept) {
      throw refused(name, "does not pass on class by class");
    }
    requireElementwise(layer, name, output);
  }

  private void requireElementwise(@Nullable Layer layer, String name, String output) {
    if (!name.equals(output) && !AppliedActivation.isElementwise(AppliedActivation.of(layer))) {
      throw refused(name, "mixes the classes before the output");
    }
  }

  /** The classes first, then something else that a subset takes away again. */
  private boolean isMerge(ComputationGraphConfiguration conf, String name) {
    List<String> inputs = conf.getVertexInputs().get(name);
    boolean first = vertex.equals(inputs.get(0)) || above.contains(inputs.get(0));
    boolean others =
        inputs.stream().skip(1).noneMatch(in -> vertex.equals(in) || above.contains(in));
    boolean taken =
        conf.getVertices().keySet().stream()
            .filter(v -> conf.getVertexInputs().get(v).contains(name))
            .allMatch(v -> isSubset(conf.getVertices().get(v)));
    return conf.getVertices().get(name) instanceof MergeVertex && first && others && taken;
  }

  private boolean isSubset(GraphVertex vertex) {
    return vertex instanceof SubsetVertex subset
        && subset.getFrom() == 0
        && subset.getTo() == classes - 1;
  }

  private static IllegalArgumentException refused(String vertex, String reason) {
    return new IllegalArgumentException(
        "the backbone must end with a plain head of classes, but '" + vertex + "' " + reason);
  }

  /** Makes a copy of the configuration tell apart that many classes. */
  void resize(ComputationGraphConfiguration conf, int number) {
    conf.getVertices()
        .forEach(
            (name, v) -> {
              boolean head = name.equals(vertex);
              if (!head && !above.contains(name)) {
                return;
              }
              if (v instanceof SubsetVertex subset) {
                subset.setTo(number - 1);
              } else if (Rebuild.layer(v) instanceof FeedForwardLayer layer) {
                if (!head) {
                  layer.setNIn(number);
                }
                layer.setNOut(number);
                Rebuild.forgetNames(v);
              }
            });
  }
}
