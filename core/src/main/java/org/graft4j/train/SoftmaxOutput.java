package org.graft4j.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * The form that the training loop takes for granted: label smoothing, accuracy and cross-entropy on
 * validation mean nothing behind another output. A subclass of a layer or loss may compute
 * anything, so that classes are compared, not types.
 */
final class SoftmaxOutput {
  private SoftmaxOutput() {}

  /**
   * Checks that a graph has one input and one output, and at that a softmax with multi-class
   * cross-entropy, weighted by class or not.
   *
   * @throws IllegalArgumentException naming the inputs and outputs, or the layer and what it is
   */
  static void require(ComputationGraph graph) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    List<String> outputs = conf.getNetworkOutputs();
    if (conf.getNetworkInputs().size() != 1 || outputs.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "graph must have one input and one output, but had %s and %s",
              conf.getNetworkInputs(),
              outputs));
    }
    GraphVertex vertex = graph.getVertex(outputs.get(0));
    Optional<ILossFunction> loss = loss(vertex);
    if (loss.isEmpty() || !crossEntropy(loss.get()) || !softmax(vertex)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "output '%s' must be an OutputLayer or LossLayer with softmax and MCXENT to be trained"
                  + " here, but was %s",
              outputs.get(0),
              loss.map(found -> described(vertex, found)).orElseGet(() -> kind(vertex))));
    }
  }

  /** The loss of the two layers that are known. */
  private static Optional<ILossFunction> loss(GraphVertex vertex) {
    if (!vertex.hasLayer()) {
      return Optional.empty();
    }
    var layer = vertex.getLayer().conf().getLayer();
    if (layer.getClass() == OutputLayer.class) {
      return Optional.of(((OutputLayer) layer).getLossFn());
    }
    return layer.getClass() == LossLayer.class
        ? Optional.of(((LossLayer) layer).getLossFn())
        : Optional.empty();
  }

  /** The negative log likelihood is DL4J's other name for the same formula. */
  private static boolean crossEntropy(ILossFunction loss) {
    return loss.getClass() == LossMCXENT.class
        || loss.getClass() == LossNegativeLogLikelihood.class;
  }

  private static boolean softmax(GraphVertex vertex) {
    return base(vertex).getActivationFn() instanceof ActivationSoftmax;
  }

  private static BaseLayer base(GraphVertex vertex) {
    return (BaseLayer) vertex.getLayer().conf().getLayer();
  }

  private static String kind(GraphVertex vertex) {
    Object found = vertex.hasLayer() ? vertex.getLayer().conf().getLayer() : vertex;
    return found.getClass().getSimpleName();
  }

  private static String described(GraphVertex vertex, ILossFunction loss) {
    return String.format(
        Locale.ROOT,
        "%s with %s and %s",
        kind(vertex),
        base(vertex).getActivationFn(),
        loss.getClass().getSimpleName());
  }
}
