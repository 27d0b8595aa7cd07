package org.graft4j.zoo.adapt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.PretrainedType;
import org.deeplearning4j.zoo.ZooModel;
import org.graft4j.bundle.SavedNetwork;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.LayerGroups;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;

/**
 * A network from elsewhere as a {@link Backbone}: a graph of the user's own, a file that DL4J
 * saved, a model of DL4J's zoo.
 *
 * <pre>{@code
 * Backbone backbone = ForeignBackbone.open(Path.of("classifier.zip"))
 *     .input(spec)        // how its pictures were prepared: nobody but the user knows
 *     .build();
 * }</pre>
 *
 * <p>Without further settings the features are what the classifying layer reads, averaged over all
 * places if they are a map, and the layer groups are four parts with about as many layers each,
 * {@code part1} next to the input. DL4J's zoo is taken as it is: some of its networks are not the
 * ones that they are named for, its ResNet50 and AlexNet for instance (deeplearning4j issues 4790,
 * 5463, 8981, 4958); for those this library has its own.
 */
public final class ForeignBackbone {
  private static final int PARTS = 4;
  private static final String POOLED = "features";

  private ForeignBackbone() {}

  /** A graph with one input, with its parameters. It is not changed, but may be shared. */
  public static Builder of(ComputationGraph graph) {
    if (graph.getVertices() == null) {
      throw new IllegalArgumentException(
          "graph must be initialised, but has no parameters yet: call its init() first");
    }
    return new Builder(graph);
  }

  /** A copy of a chain of layers as a graph, its vertices numbered; its counters start anew. */
  public static Builder of(MultiLayerNetwork network) {
    if (!network.isInitCalled()) {
      throw new IllegalArgumentException(
          "network must be initialised, but has no parameters yet: call its init() first");
    }
    return new Builder(RngState.keeping(network::toComputationGraph));
  }

  /**
   * A network that DL4J's {@code ModelSerializer} saved.
   *
   * @throws IOException if there is no such file, or if it is damaged or hostile; see {@link
   *     SavedNetwork}
   */
  public static Builder open(Path zip) throws IOException {
    return new Builder(SavedNetwork.open(zip));
  }

  /** A model of DL4J's zoo with random weights, which its own seed decides. */
  public static Builder untrained(ZooModel<?> model) {
    Acceleration.enable();
    Supplier<Model> init = model::init;
    Model made = RngState.keeping(init);
    if (made instanceof MultiLayerNetwork network) {
      return of(network);
    }
    return of((ComputationGraph) made);
  }

  /**
   * A model of DL4J's zoo with pretrained weights, from a folder or, if they are not there yet,
   * from the model's host.
   *
   * @param folder where the file is kept; made if need be
   * @throws IllegalArgumentException if the model has no weights of that type; the message has
   *     those that there are
   * @throws IOException if the host does not answer or sends something else; the message says what
   *     to do
   */
  public static Builder pretrained(ZooModel<?> model, PretrainedType type, Path folder)
      throws IOException {
    return open(PretrainedFile.of(model, type, folder));
  }

  /** Sets what differs from the defaults; the input has none and must be set. */
  public static final class Builder {
    private final ComputationGraph graph;
    private @Nullable InputSpec input;
    private @Nullable String features;
    private @Nullable LayerGroups groups;
    private int parts = PARTS;

    private Builder(ComputationGraph graph) {
      this.graph = graph;
    }

    /** The preparation of pictures that the weights were trained with. */
    public Builder input(InputSpec value) {
      this.input = value;
      return this;
    }

    /** The vertex that gives the features; a map is averaged over all places. */
    public Builder features(String vertex) {
      this.features = vertex;
      return this;
    }

    /** Layer groups up to the features. */
    public Builder groups(LayerGroups value) {
      this.groups = value;
      return this;
    }

    /** That many layer groups, or fewer where the network cannot be parted so often. */
    public Builder groups(int count) {
      if (count <= 0) {
        throw new IllegalArgumentException("groups must be positive, but was " + count);
      }
      this.parts = count;
      return this;
    }

    /**
     * The backbone, of architecture {@code custom} and without a card. Its head stays, unless the
     * features had to be averaged.
     *
     * @throws IllegalArgumentException if no input is set, the network does not take such pictures,
     *     there is no such vertex, or the features are neither a map nor a row; if the groups do
     *     not fit
     */
    public Backbone build() {
      if (input == null) {
        throw new IllegalArgumentException(
            "input must be set: the size, channels, mean and std that the network was trained with");
      }
      ComputationGraph network = WholePictures.reading(graph);
      ComputationGraphConfiguration conf = network.getConfiguration();
      String vertex = features == null ? FeatureVertex.find(conf) : features;
      GraphEdits.ancestors(conf, vertex); // is there
      InputType type = Shapes.of(conf, input).get(vertex);
      if (type instanceof InputType.InputTypeFeedForward row) {
        return backbone(network, vertex, row.getSize());
      }
      if (type instanceof InputType.InputTypeConvolutional map) {
        String pooled = unused(conf);
        return backbone(pooled(network, vertex, pooled, map), pooled, map.getChannels());
      }
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features must be a row or a map of each picture, but '%s' gives %s",
              vertex,
              type));
    }

    private Backbone backbone(ComputationGraph network, String vertex, long width) {
      LayerGroups wanted = groups;
      if (wanted == null) {
        wanted = EqualParts.of(network, vertex, parts);
      }
      return new Backbone(
          "custom",
          network,
          Objects.requireNonNull(input),
          wanted,
          vertex,
          Math.toIntExact(width),
          Optional.empty());
    }
  }

  /** The network up to a map, with the average over all places as its output. */
  private static ComputationGraph pooled(
      ComputationGraph graph, String map, String name, InputType.InputTypeConvolutional type) {
    ComputationGraph below = GraphEdits.truncatedAt(graph, map);
    ComputationGraphConfiguration conf = Rebuild.editable(below);
    ComputationGraphConfiguration one =
        new NeuralNetConfiguration.Builder()
            .dataType(conf.getDataType())
            .graphBuilder()
            .addInputs(map)
            .setInputTypes(type)
            .addLayer(name, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), map)
            .setOutputs(name)
            .build();
    conf.getVertices().put(name, one.getVertices().get(name));
    conf.getVertexInputs().put(name, new ArrayList<>(List.of(map)));
    conf.setNetworkOutputs(new ArrayList<>(List.of(name)));
    return Rebuild.of(below, conf, Map.of());
  }

  private static String unused(ComputationGraphConfiguration conf) {
    String name = POOLED;
    while (conf.getVertices().containsKey(name)) {
      name += "_";
    }
    return name;
  }
}
