package org.graft4j.transfer.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.FrozenLayers;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a backbone tells its source classes apart by: one dense layer on the features, and softmax.
 *
 * @param output the vertex that gives the probabilities
 * @param weights {@code [featureWidth, classes]}, the backbone's own
 * @param bias {@code [1, classes]}, the backbone's own; empty for none
 */
public record SourceClassifier(String output, INDArray weights, Optional<INDArray> bias) {

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException if the backbone has none, or one of another form
   */
  public static SourceClassifier of(Backbone backbone) {
    ComputationGraph graph = backbone.graph();
    ComputationGraphConfiguration conf = graph.getConfiguration();
    List<String> outputs = conf.getNetworkOutputs();
    String output = outputs.get(0);
    if (outputs.size() != 1 || output.equals(backbone.featureVertex())) {
      throw refused(backbone, "its outputs are " + outputs + ": take weights with their head");
    }
    Deque<String> way = way(backbone, output);
    String dense = null;
    boolean softmax = false;
    // Up from the features: dropout, the dense layer, dropout, softmax.
    for (String vertex : way) {
      Layer layer = layer(conf.getVertices().get(vertex));
      boolean first = dense == null && !softmax;
      if (layer instanceof DropoutLayer && !softmax) {
        continue;
      } else if (layer != null && classifies(layer) && first) {
        dense = vertex;
        softmax = activation(layer) instanceof ActivationSoftmax;
        if (softmax || activation(layer) instanceof ActivationIdentity) {
          continue;
        }
      } else if (layer != null && dense != null && !softmax && decides(layer)) {
        softmax = true;
        continue;
      }
      throw refused(backbone, "'" + vertex + "' above the features is something else");
    }
    if (dense == null || !softmax) {
      throw refused(backbone, "it ends with '" + output + "' without softmax");
    }
    return new SourceClassifier(
        output,
        graph.getParam(dense + "_W"),
        Optional.ofNullable(graph.paramTable().get(dense + "_b")));
  }

  /** From the vertex that reads the features up to the output, each the only input of the next. */
  private static Deque<String> way(Backbone backbone, String output) {
    ComputationGraphConfiguration conf = backbone.graph().getConfiguration();
    Deque<String> way = new ArrayDeque<>();
    for (String vertex = output; !vertex.equals(backbone.featureVertex()); ) {
      List<String> inputs = conf.getVertexInputs().get(vertex);
      if (inputs == null || inputs.size() != 1) {
        throw refused(backbone, "'" + vertex + "' does not come from the features alone");
      }
      way.push(vertex);
      vertex = inputs.get(0);
    }
    return way;
  }

  private static boolean classifies(Layer layer) {
    return layer.getClass() == OutputLayer.class
        || (layer instanceof DenseLayer dense && !dense.hasLayerNorm());
  }

  private static boolean decides(Layer layer) {
    return (layer.getClass() == LossLayer.class || layer.getClass() == ActivationLayer.class)
        && activation(layer) instanceof ActivationSoftmax;
  }

  private static @Nullable IActivation activation(Layer layer) {
    return layer instanceof BaseLayer base
        ? base.getActivationFn()
        : ((ActivationLayer) layer).getActivationFn();
  }

  private static @Nullable Layer layer(GraphVertex vertex) {
    return FrozenLayers.unwrap(vertex) instanceof LayerVertex v && v.getPreProcessor() == null
        ? FrozenLayers.unwrap(v.getLayerConf().getLayer())
        : null;
  }

  private static IllegalArgumentException refused(Backbone backbone, String reason) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "a backbone's source head must be one dense layer with softmax on the features '%s', but %s",
            backbone.featureVertex(),
            reason));
  }

  /** How many classes it tells apart. */
  public int classes() {
    return (int) weights.size(1);
  }
}
