package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.graft4j.zoo.architecture.GoldenNetworks.longs;
import static org.graft4j.zoo.architecture.GoldenNetworks.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.engine.Trunk;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The same weights and input give torchvision's outputs, stage by stage: each golden model. */
@ParameterizedClass
@MethodSource("models")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenArchitecturesTest {
  private static final JsonNode FILE = GoldenNetworks.read("architectures.json");

  /** VGG's dense layers take seconds to pack for the trunk: once is enough. */
  private static final long LARGE = 100_000_000;

  @Parameter private String id;
  private JsonNode model;
  private Network network;
  private ComputationGraph graph;

  static Stream<String> models() {
    List<String> models = new ArrayList<>();
    FILE.get("models").fieldNames().forEachRemaining(models::add);
    return models.stream();
  }

  /** Filling takes seconds and up to half a gigabyte: once for all tests of a model. */
  @BeforeParameterizedClassInvocation
  void fill() {
    model = FILE.get("models").get(id);
    long[] input = longs(model.get("input_shape"));
    network = GoldenNetworks.network(id, input, model.get("num_classes").intValue());
    graph = GoldenNetworks.filled(network, GoldenNetworks.fill(FILE, model));
  }

  @AfterParameterizedClassInvocation
  void release() {
    graph.close();
  }

  @Test
  void parameters_namesShapesAndCounts_areTorchvisions() {
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (JsonNode entry : model.get("state_dict")) {
      if (!entry.get(0).textValue().endsWith(".num_batches_tracked")) {
        expected.put(entry.get(0).textValue(), Arrays.stream(longs(entry.get(1))).boxed().toList());
      }
    }
    Map<String, List<Long>> actual = new LinkedHashMap<>();
    ParameterSlot.of(graph).forEach(slot -> actual.put(slot.key(), slot.shape()));

    assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(trainable(network)).isEqualTo(model.get("parameters").longValue());
    assertThat(network.head()).contains(model.get("head").textValue());
    long[] input = longs(model.get("input_shape"));
    assertThat(trainable(GoldenNetworks.network(id, input, 1000)))
        .isEqualTo(model.get("parameters_1000_classes").longValue());
  }

  @Test
  void weights_throughSlotAndBack_equalTheFile() {
    Map<String, float[]> values = new LinkedHashMap<>();
    Set<String> wanted = new HashSet<>();
    model.get("weight_checks").fieldNames().forEachRemaining(wanted::add);
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      if (wanted.contains(slot.key())) {
        values.put(slot.key(), slot.get(graph));
      }
    }

    assertThat(values.keySet()).isEqualTo(wanted);
    values.forEach(
        (key, actual) -> {
          JsonNode check = model.get("weight_checks").get(key);
          double squares = 0;
          for (float value : actual) {
            squares += (double) value * value;
          }
          List<Double> first4 = numbers(check.get("first4"));
          for (int i = 0; i < first4.size(); i++) { // 9 digits tell floats apart
            assertThat(actual[i]).as("%s[%d]", key, i).isEqualTo((float) (double) first4.get(i));
          }
          assertThat(Math.sqrt(squares))
              .as(key)
              .isCloseTo(check.get("l2").doubleValue(), within(1e-6 * Math.sqrt(squares)));
        });
  }

  @Test
  void stagesAndLogits_ofTheGoldenInput_equalTorchvisions() {
    Map<String, INDArray> activations = check(longs(model.get("input_shape")), model);

    INDArray features = activations.get(network.featureVertex());
    assertThat(features.shape()).containsExactly(features.size(0), network.featureWidth());
    if (ParameterSlot.of(graph).stream()
        .anyMatch(s -> s.key().equals(network.head().orElseThrow() + ".weight") && s.dense())) {
      checkThousandClasses(features);
    }
  }

  @Test
  void stagesAndLogits_ofAnotherSize_equalTorchvisions() {
    JsonNode extra = model.path("extra_input");
    if (extra.isObject()) { // the file has one for some models
      check(longs(extra.get("input_shape")), extra);
    }
  }

  private static long trainable(Network network) {
    return ParameterSlot.of(network.configuration()).stream()
        .filter(slot -> !slot.key().contains(".running_"))
        .mapToLong(ParameterSlot::length)
        .sum();
  }

  private Map<String, INDArray> check(long[] shape, JsonNode expected) {
    INDArray input = GoldenNetworks.fill(FILE, model).input(shape);
    Map<String, INDArray> activations = graph.feedForward(input, false);
    expected
        .get("stages")
        .properties()
        .forEach(
            stage -> {
              String vertex = vertex(stage.getKey());
              INDArray actual =
                  isOverwritten(vertex)
                      ? GraphEdits.truncatedAt(graph, vertex).outputSingle(input)
                      : activations.get(vertex);
              checkStage(id + " " + vertex, actual, stage.getValue());
            });
    List<Double> logits = numbers(expected.get("logits"));
    String vertex = network.logits().orElseThrow();
    checkNumbers(id + " logits", activations.get(vertex), logits);
    // all models but VGG, and VGG once
    if (graph.numParams() < LARGE || !expected.has("weight_checks")) {
      try (Trunk trunk = Trunk.upTo(graph, vertex)) {
        assertThat(trunk.engine()).startsWith("oneDNN");
        checkNumbers(id + " logits of the trunk", trunk.output(input), logits);
      }
    }
    return activations;
  }

  /** In inference DL4J applies an activation in the place of its input. */
  private boolean isOverwritten(String vertex) {
    ComputationGraphConfiguration conf = graph.getConfiguration();
    return conf.getVertexInputs().entrySet().stream()
        .filter(entry -> entry.getValue().contains(vertex))
        .map(entry -> conf.getVertices().get(entry.getKey()))
        .anyMatch(
            v ->
                v instanceof LayerVertex layer
                    && layer.getLayerConf().getLayer() instanceof ActivationLayer);
  }

  /** The head of 1000 classes, whose weights are a formula too, by hand. */
  private void checkThousandClasses(INDArray features) {
    String head = network.head().orElseThrow();
    DeterministicFill fill = GoldenNetworks.fill(FILE, model);
    List<Long> shape = List.of(1000L, features.size(1));
    INDArray weight =
        Nd4j.create(fill.tensor(head + ".weight", shape), new long[] {1000, features.size(1)}, 'c');
    INDArray bias = Nd4j.createFromArray(fill.tensor(head + ".bias", List.of(1000L)));
    INDArray logits = features.mmul(weight.transpose()).addiRowVector(bias);

    checkNumbers(
        id + " logits of 1000 classes",
        logits.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 16)),
        numbers(model.get("logits_1000_first16")));
  }

  /** Stages are torch's modules: a block ends with its last vertex. */
  private String vertex(String stage) {
    return switch (stage) {
      case "penultimate", "pooled", "head_input" -> network.featureVertex();
      case "final_conv" -> network.head().orElseThrow();
      default ->
          graph.getConfiguration().getVertices().keySet().stream()
              .filter(name -> name.equals(stage) || name.startsWith(stage + "."))
              .reduce((first, last) -> last)
              .orElseThrow();
    };
  }

  private static void checkStage(String name, INDArray actual, JsonNode expected) {
    double std = expected.get("std").doubleValue();
    long[] shape = longs(expected.get("shape"));
    assertThat(actual.length()).as(name).isEqualTo(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    assertThat(actual.meanNumber().doubleValue())
        .as(name + " mean")
        .isCloseTo(expected.get("mean").doubleValue(), within(1e-4 * std));
    assertThat(actual.stdNumber(false).doubleValue())
        .as(name + " std")
        .isCloseTo(std, within(1e-4 * std));
    checkNumbers(name, actual, numbers(expected.get("first8")));
  }

  /** Tolerance of the golden values for float32. */
  private static void checkNumbers(String name, INDArray actual, List<Double> expected) {
    INDArray flat = actual.dup('c').reshape(actual.length());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(flat.getDouble(i))
          .as("%s[%d]", name, i)
          .isCloseTo(expected.get(i), within(2e-4 + 1e-4 * Math.abs(expected.get(i))));
    }
  }
}
