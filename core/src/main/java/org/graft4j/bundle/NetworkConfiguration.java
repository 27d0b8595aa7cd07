package org.graft4j.bundle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.graft4j.data.InputSpec;

/**
 * Reads DL4J's {@code configuration.json} from outside. DL4J makes an object of any class that the
 * JSON names, so the names are compared with a list first; and what the network will need is
 * counted before anything is made of it.
 */
final class NetworkConfiguration {
  /** Where the classes of a graph's configuration live: DL4J's, ND4J's, our layers and vertices. */
  private static final List<String> ALLOWED =
      List.of(
          "org.deeplearning4j.nn.", "org.nd4j.linalg.", "org.graft4j.model.", "org.graft4j.layer.");

  /** Classes that have moved since bundles were written with them, and where they are now. */
  private static final Map<String, String> MOVED =
      Map.of(
          "org.graft4j.zoo.architecture.AdaptiveAveragePooling",
          "org.graft4j.layer.AdaptiveAveragePooling");

  /** Numbers that one vertex may give for one picture; VGG's largest at 1024x1024 gives 2^26. */
  private static final long LARGEST_ACTIVATION = 1L << 30;

  private static final String CLASS_KEY = "@class";

  private NetworkConfiguration() {}

  static ComputationGraphConfiguration parse(Path file, String json) throws IOException {
    ComputationGraphConfiguration conf = anyGraph(file, json);
    if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1) {
      throw new BundleFormatException(
          file,
          "must hold a network with one input and one output, but it has "
              + conf.getNetworkInputs()
              + " and "
              + conf.getNetworkOutputs());
    }
    return conf;
  }

  /** Of any number of inputs and outputs. */
  static ComputationGraphConfiguration anyGraph(Path file, String json) throws IOException {
    String current = ofKnownClasses(file, json);
    ComputationGraphConfiguration conf;
    try {
      conf = ComputationGraphConfiguration.fromJson(current);
    } catch (RuntimeException e) {
      throw new BundleFormatException(file, unusable(), e);
    }
    if (conf.getVertices() == null
        || conf.getVertices().isEmpty()
        || conf.getVertexInputs() == null
        || conf.getNetworkInputs() == null
        || conf.getNetworkOutputs() == null) {
      throw new BundleFormatException(file, unusable());
    }
    return conf;
  }

  /** Whether it is the form of a chain of layers. */
  static boolean isChain(Path file, String json) throws IOException {
    try {
      JsonNode root = new JsonMapper().readTree(json);
      return root.has("confs") && !root.has("vertices");
    } catch (JsonProcessingException e) {
      throw new BundleFormatException(
          file, "is damaged: configuration.json is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The text with classes by the names that they have now.
   *
   * @throws BundleFormatException if it is no JSON, or names a class that is not on the list
   */
  static String ofKnownClasses(Path file, String json) throws IOException {
    // Of a key that comes twice this parser would show one value and DL4J's would use the other.
    JsonMapper mapper =
        JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    try {
      JsonNode tree = mapper.readTree(json);
      String current = rename(tree) ? mapper.writeValueAsString(tree) : json;
      requireKnownClasses(file, tree);
      return current;
    } catch (JsonProcessingException e) {
      throw new BundleFormatException(
          file, "is damaged: configuration.json is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String unusable() {
    return "is damaged: configuration.json describes no ComputationGraph that DL4J can read";
  }

  /** Whether a class was named by the name that it had before. */
  private static boolean rename(JsonNode node) {
    boolean renamed = false;
    if (node instanceof ObjectNode object && node.path(CLASS_KEY).isTextual()) {
      String name = MOVED.get(node.get(CLASS_KEY).textValue());
      if (name != null) {
        object.put(CLASS_KEY, name);
        renamed = true;
      }
    }
    for (JsonNode child : node) {
      renamed |= rename(child);
    }
    return renamed;
  }

  private static void requireKnownClasses(Path file, JsonNode node) throws IOException {
    JsonNode name = node.get(CLASS_KEY);
    if (name != null && !(name.isTextual() && allowed(name.textValue()))) {
      throw new BundleFormatException(
          file,
          "is refused: configuration.json names the class "
              + (name.isTextual() ? "'" + name.textValue() + "'" : "in another form than text")
              + ", but only classes of "
              + ALLOWED
              + " are made from a bundle");
    }
    for (JsonNode child : node) {
      requireKnownClasses(file, child);
    }
  }

  static boolean allowed(String className) {
    return className.matches("[A-Za-z0-9_.$]+") && ALLOWED.stream().anyMatch(className::startsWith);
  }

  /** The number of parameters, by the configuration alone. */
  static long parameters(Path file, ComputationGraphConfiguration conf) throws IOException {
    try {
      long sum = 0;
      for (GraphVertex vertex : conf.getVertices().values()) {
        sum = plus(sum, vertex.numParams(true));
      }
      return sum;
    } catch (RuntimeException e) {
      throw new BundleFormatException(
          file, "is damaged: configuration.json describes layers without sizes", e);
    }
  }

  /** As {@link #parameters(Path, ComputationGraphConfiguration)}, of a chain of layers. */
  static long parameters(Path file, MultiLayerConfiguration conf) throws IOException {
    try {
      long sum = 0;
      for (NeuralNetConfiguration layer : conf.getConfs()) {
        sum = plus(sum, layer.getLayer().initializer().numParams(layer));
      }
      return sum;
    } catch (RuntimeException e) {
      throw new BundleFormatException(
          file, "is damaged: configuration.json describes layers without sizes", e);
    }
  }

  private static long plus(long sum, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("a layer with " + count + " parameters");
    }
    return Math.addExact(sum, count);
  }

  /**
   * The number of classes that the network gives for a prepared picture, without running it.
   *
   * @throws IllegalArgumentException if it does not give a row of numbers for it
   */
  static long outputWidth(ComputationGraphConfiguration conf, InputSpec input) {
    ComputationGraphConfiguration copy = conf.clone(); // asking for types may write to it
    InputType picture = InputType.convolutional(input.height(), input.width(), input.depth());
    String output = conf.getNetworkOutputs().get(0);
    Map<String, InputType> types;
    try {
      types = copy.getLayerActivationTypes(true, false, picture);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the network must take pictures of "
              + input.depth()
              + "x"
              + input.height()
              + "x"
              + input.width()
              + ", but does not: "
              + e.getMessage(),
          e);
    }
    types.forEach(NetworkConfiguration::requireModest);
    if (types.get(output) instanceof InputType.InputTypeFeedForward row) {
      return row.getSize();
    }
    throw new IllegalArgumentException(
        "output '" + output + "' must give [batch, classes], but gives " + types.get(output));
  }

  private static void requireModest(String vertex, InputType type) {
    double elements = 1;
    for (long side : type.getShape()) {
      elements *= Math.max(1, side);
    }
    if (elements > LARGEST_ACTIVATION) {
      throw new IllegalArgumentException(
          "vertex '"
              + vertex
              + "' must give at most "
              + LARGEST_ACTIVATION
              + " numbers for a picture, but gives "
              + type);
    }
  }
}
