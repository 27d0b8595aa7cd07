package org.graft4j.zoo.adapt;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Where the last decision of a classifier begins. */
final class FeatureVertex {
  private static final Set<Class<?>> CLASSIFYING = Set.of(DenseLayer.class, ConvolutionLayer.class);

  private FeatureVertex() {}

  /**
   * The classifying layer: going down from the output, the first vertex with parameters.
   *
   * @throws IllegalArgumentException if there is no such chain, or it ends with a layer that does
   *     not classify
   */
  static String classifier(ComputationGraphConfiguration conf) {
    if (conf.getNetworkOutputs().size() != 1) {
      throw new IllegalArgumentException(
          "features must be named where the network has not one output, but its outputs are "
              + conf.getNetworkOutputs());
    }
    String vertex = conf.getNetworkOutputs().get(0);
    while (conf.getVertices().get(vertex).numParams(true) == 0) {
      vertex = onlyInput(conf, vertex);
    }
    Layer layer = Rebuild.layer(conf.getVertices().get(vertex));
    if (layer == null
        || !(layer instanceof BaseOutputLayer || CLASSIFYING.contains(layer.getClass()))) {
      throw cannotTell("its last layer with parameters, '" + vertex + "', does not classify");
    }
    return vertex;
  }

  /**
   * What the classifying layer reads, without dropout.
   *
   * @throws IllegalArgumentException as {@link #classifier}; the remedy is to name the vertex
   */
  static String find(ComputationGraphConfiguration conf) {
    String vertex = onlyInput(conf, classifier(conf));
    while (Rebuild.layer(conf.getVertices().get(vertex)) instanceof DropoutLayer) {
      vertex = onlyInput(conf, vertex);
    }
    return vertex;
  }

  private static String onlyInput(ComputationGraphConfiguration conf, String vertex) {
    List<String> inputs = conf.getVertexInputs().get(vertex);
    if (inputs.size() != 1 || conf.getNetworkInputs().contains(inputs.get(0))) {
      throw cannotTell("vertex '" + vertex + "' reads " + inputs);
    }
    return inputs.get(0);
  }

  private static IllegalArgumentException cannotTell(String reason) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "features must be named for this network, since %s: features(vertex)",
            reason));
  }
}
