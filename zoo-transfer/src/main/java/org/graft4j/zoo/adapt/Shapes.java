package org.graft4j.zoo.adapt;

import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.graft4j.data.InputSpec;

/** What each vertex of a network gives for one picture, by the configuration alone. */
final class Shapes {
  /** Numbers that one vertex may give for one picture. */
  private static final double LARGEST = 1L << 30;

  private Shapes() {}

  /**
   * Output types by vertex.
   *
   * @throws IllegalArgumentException if the network does not take such pictures
   */
  static Map<String, InputType> of(ComputationGraphConfiguration conf, InputSpec input) {
    requireOneInput(conf);
    InputType picture = InputType.convolutional(input.height(), input.width(), input.depth());
    Map<String, InputType> types;
    try {
      types = conf.clone().getLayerActivationTypes(true, false, picture);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network must take pictures of %dx%dx%d, but does not: %s",
              input.depth(),
              input.height(),
              input.width(),
              e.getMessage()),
          e);
    }
    types.forEach(Shapes::requireModest);
    conf.getVertices().keySet().forEach(vertex -> requireFitting(conf, vertex, types));
    return types;
  }

  /** DL4J compares this when pictures come, and not for all layers. */
  private static void requireFitting(
      ComputationGraphConfiguration conf, String name, Map<String, InputType> types) {
    GraphVertex vertex = conf.getVertices().get(name);
    if (!(Rebuild.layer(vertex) instanceof FeedForwardLayer layer) || layer.getNIn() <= 0) {
      return;
    }
    InputType type = types.get(conf.getVertexInputs().get(name).get(0));
    InputPreProcessor before = ((LayerVertex) vertex).getPreProcessor();
    if (before != null) {
      type = before.getOutputType(type);
    }
    long given = layer.getNIn();
    if (layer instanceof ConvolutionLayer && type instanceof InputType.InputTypeConvolutional map) {
      given = map.getChannels();
    } else if (layer instanceof DenseLayer && type instanceof InputType.InputTypeFeedForward row) {
      given = row.getSize();
    }
    if (given != layer.getNIn()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' must get the %d channels that it reads, but would get %d from such pictures",
              name,
              layer.getNIn(),
              given));
    }
  }

  static void requireOneInput(ComputationGraphConfiguration conf) {
    if (conf.getNetworkInputs().size() != 1) {
      throw new IllegalArgumentException(
          "a backbone must have one input, the pictures, but the network has "
              + conf.getNetworkInputs());
    }
  }

  private static void requireModest(String vertex, InputType type) {
    double numbers = 1;
    for (long side : type.getShape()) {
      boolean map = type instanceof InputType.InputTypeConvolutional;
      if (map && side <= 0) { // a loss layer's row is said to be of 0
        throw new IllegalArgumentException(
            "vertex '" + vertex + "' must give at least one place, but gives " + type);
      }
      numbers *= Math.max(1, Math.abs(side));
    }
    if (numbers > LARGEST) {
      throw new IllegalArgumentException(
          "vertex '" + vertex + "' must give at most 2^30 numbers a picture, but gives " + type);
    }
  }
}
