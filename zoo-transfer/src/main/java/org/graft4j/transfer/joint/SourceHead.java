package org.graft4j.transfer.joint;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.runtime.FrozenLayers;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A linear layer over the features of a backbone.
 *
 * @param weights {@code [features, classes]}, live
 * @param bias {@code [1, classes]}, live
 * @param pretrained whether all of it was taken over from the backbone
 */
record SourceHead(INDArray weights, INDArray bias, boolean pretrained) {

  /** With the backbone's weights for the classes that it knows by name, and random ones. */
  static SourceHead of(Backbone backbone, LabelMap labels, DataType type, Seed seed) {
    int width = backbone.featureWidth();
    int classes = labels.size();
    INDArray weights = Nd4j.zeros(type, width, classes);
    INDArray bias = Nd4j.zeros(type, 1, classes);
    List<String> known = backbone.card().map(card -> card.classes()).orElse(List.of());
    Map<String, INDArray> classifier = known.isEmpty() ? null : classifier(backbone, known.size());
    LabelMap knownLabels = classifier == null ? LabelMap.of(List.of()) : LabelMap.of(known);
    double most = Math.sqrt(6.0 / (width + classes));
    for (int label = 0; label < classes; label++) {
      RandomGenerator random = seed.stream("source-head", label);
      OptionalInt index = knownLabels.indexOf(labels.name(label));
      for (int i = 0; i < width; i++) {
        double value =
            classifier != null && index.isPresent()
                ? classifier.get("W").getDouble(i, index.getAsInt())
                : random.nextDouble(-most, most);
        weights.putScalar(new long[] {i, label}, value);
      }
      if (classifier != null && index.isPresent() && classifier.containsKey("b")) {
        bias.putScalar(new long[] {0, label}, classifier.get("b").getDouble(index.getAsInt()));
      }
    }
    boolean pretrained =
        labels.names().stream().allMatch(name -> knownLabels.indexOf(name).isPresent());
    return new SourceHead(weights, bias, pretrained);
  }

  /** The parameters of the layer that reads the features and gives that many classes. */
  private static @Nullable Map<String, INDArray> classifier(Backbone backbone, int classes) {
    ComputationGraphConfiguration conf = backbone.graph().getConfiguration();
    for (String name : conf.getVertices().keySet()) {
      GraphVertex vertex = backbone.graph().getVertex(name);
      if (!vertex.hasLayer() || !readsFeatures(conf, name, backbone.featureVertex())) {
        continue;
      }
      Map<String, INDArray> parameters = vertex.getLayer().paramTable(false);
      INDArray weights = parameters.get("W");
      if (weights != null
          && weights.rank() == 2
          && weights.size(0) == backbone.featureWidth()
          && weights.size(1) == classes) {
        return parameters;
      }
    }
    return null;
  }

  /** At once, or through dropout. */
  private static boolean readsFeatures(
      ComputationGraphConfiguration conf, String vertex, String features) {
    String input = conf.getVertexInputs().get(vertex).get(0);
    while (conf.getVertices().get(input) instanceof LayerVertex layer
        && FrozenLayers.unwrap(layer.getLayerConf().getLayer()) instanceof DropoutLayer) {
      input = conf.getVertexInputs().get(input).get(0);
    }
    return input.equals(features);
  }
}
