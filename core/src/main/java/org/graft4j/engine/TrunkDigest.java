package org.graft4j.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.StochasticBatchNorm;
import org.graft4j.runtime.FrozenLayers;
import org.graft4j.runtime.Sha256;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The identity of what a network computes in inference, up to a vertex. How it was or will be
 * trained (seeds, updaters, regularisation, freezing) does not matter to it.
 */
final class TrunkDigest {
  /** By the class that declares them: another may give the name to what it computes with. */
  private static final Map<Class<? extends Layer>, Set<String>> OF_TRAINING =
      Map.of(
          Layer.class,
          Set.of("idropout", "constraints"),
          BaseLayer.class,
          Set.of(
              "iupdater",
              "biasupdater",
              "regularization",
              "regularizationbias",
              "gradientnormalization",
              "gradientnormalizationthreshold",
              "weightinitfn",
              "biasinit",
              "gaininit",
              "weightnoise"),
          BatchNormalization.class,
          Set.of("decay", "isminibatch"),
          StochasticBatchNorm.class,
          Set.of("probability"),
          StochasticDepth.class,
          Set.of("dropped"),
          ChannelGain.class,
          Set.of("initial"));

  private static final int CHUNK = 1 << 14;

  private TrunkDigest() {}

  static String of(ComputationGraph graph, String frontier) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    MessageDigest sha256 = Sha256.digest();
    text(sha256, graph.getConfiguration().getDataType().name());
    Set<String> needed = GraphEdits.ancestors(conf, frontier);
    for (int index : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[index].getVertexName();
      if (needed.contains(name)) {
        text(sha256, name);
        text(sha256, conf.getVertexInputs().get(name).toString());
        text(sha256, settings(mapper, conf.getVertices().get(name)));
        parameters(sha256, graph.getVertex(name).paramTable(false));
      }
    }
    return Sha256.hex(sha256);
  }

  private static void text(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha256.update(bytes);
  }

  private static String settings(ObjectMapper mapper, GraphVertex vertex) {
    GraphVertex bare = FrozenLayers.unwrap(vertex);
    if (!(bare instanceof LayerVertex layerVertex)) {
      return json(mapper, bare);
    }
    Layer layer = FrozenLayers.unwrap(layerVertex.getLayerConf().getLayer());
    return json(mapper, layer) + json(mapper, layerVertex.getPreProcessor());
  }

  private static String json(ObjectMapper mapper, Object settings) {
    try {
      JsonNode tree = mapper.readTree(mapper.writeValueAsString(settings));
      if (tree instanceof ObjectNode object) {
        forget(object, settings);
      }
      return tree.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the network must be one that DL4J can write as JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void forget(ObjectNode tree, Object settings) {
    List<String> names = new ArrayList<>();
    tree.fieldNames().forEachRemaining(names::add);
    OF_TRAINING.forEach(
        (type, fields) -> {
          if (type.isInstance(settings)) {
            names.stream()
                .filter(name -> fields.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(tree::remove);
          }
        });
  }

  private static void parameters(MessageDigest sha256, Map<String, INDArray> table) {
    new TreeMap<>(table)
        .forEach(
            (name, values) -> {
              text(sha256, name + Arrays.toString(values.shape()));
              numbers(sha256, values);
            });
  }

  private static void numbers(MessageDigest sha256, INDArray values) {
    try (INDArray rows = values.dup('c')) {
      ByteBuffer bytes = rows.data().asNio().duplicate();
      ByteBuffer piece;
      for (int from = 0; from < bytes.limit(); from += CHUNK) {
        piece = bytes.slice(from, Math.min(CHUNK, bytes.limit() - from));
        sha256.update(piece);
      }
    }
  }
}
