package org.graft4j.zoo.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.engine.Trunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same weights and input give torchvision's outputs, stage by stage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenArchitecturesTest {
  private static final JsonNode FILE = GoldenNetworks.read("architectures.json");

  private final Map<String, ComputationGraph> graphs = new HashMap<>(); // filling takes seconds

  @Test
  void fill_checkValues_areThoseOfTheFile() {
    DeterministicFill fill = new DeterministicFill(FILE.get("seed").longValue(), Map.of());
    List<Double> expected = GoldenNetworks.numbers(FILE.get("fill_checks").get("u('input',0..3)"));

    assertThat(
            List.of(fill.u("input", 0), fill.u("input", 1), fill.u("input", 2), fill.u("input", 3)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "vgg16"})
  void parameters_namesShapesAndCounts_areTorchvisions(String id) {
    JsonNode model = FILE.get("models").get(id);
    Network network =
        GoldenNetworks.network(
            id,
            GoldenNetworks.longs(model.get("input_shape")),
            model.get("num_classes").intValue());
    ComputationGraph graph = NetworkWeights.zeros(network);
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    for (JsonNode entry : model.get("state_dict")) {
      if (!entry.get(0).textValue().endsWith(".num_batches_tracked")) {
        long[] shape = GoldenNetworks.longs(entry.get(1));
        expected.put(entry.get(0).textValue(), Arrays.stream(shape).boxed().toList());
      }
    }

    Map<String, List<Long>> actual = new LinkedHashMap<>();
    long trainable = 0;
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      actual.put(slot.key(), slot.shape());
      trainable += slot.key().contains(".running_") ? 0 : slot.length();
    }

    assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(trainable).isEqualTo(model.get("parameters").longValue());
    assertThat(network.logits()).contains(model.get("head").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "vgg16"})
  void weights_throughSlotAndBack_equalTheFile(String id) {
    JsonNode model = FILE.get("models").get(id);
    ComputationGraph graph = filled(id, model);

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
          List<Double> first4 = GoldenNetworks.numbers(check.get("first4"));
          for (int i = 0; i < first4.size(); i++) { // 9 digits tell floats apart
            assertThat(actual[i]).as("%s[%d]", key, i).isEqualTo((float) (double) first4.get(i));
          }
          assertThat(Math.sqrt(squares))
              .as(key)
              .isCloseTo(check.get("l2").doubleValue(), within(1e-6 * Math.sqrt(squares)));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "vgg16"})
  void stagesAndLogits_ofTheGoldenInput_equalTorchvisions(String id) {
    JsonNode model = FILE.get("models").get(id);

    check(id, model, GoldenNetworks.longs(model.get("input_shape")), model);
  }

  @Test
  void stagesAndLogits_ofAnotherSize_equalTorchvisions() {
    JsonNode model = FILE.get("models").get("resnet18");
    JsonNode extra = model.get("extra_input");

    check("resnet18", model, GoldenNetworks.longs(extra.get("input_shape")), extra);
  }

  private ComputationGraph filled(String id, JsonNode model) {
    return graphs.computeIfAbsent(
        id,
        i -> {
          long[] input = GoldenNetworks.longs(model.get("input_shape"));
          int classes = model.get("num_classes").intValue();
          return GoldenNetworks.filled(
              GoldenNetworks.network(i, input, classes), GoldenNetworks.fill(FILE, model));
        });
  }

  private void check(String id, JsonNode model, long[] shape, JsonNode expected) {
    ComputationGraph graph = filled(id, model);
    INDArray input = GoldenNetworks.fill(FILE, model).input(shape);
    Map<String, INDArray> activations = graph.feedForward(input, false);
    expected
        .get("stages")
        .properties()
        .forEach(
            stage -> {
              String vertex = vertex(graph, stage.getKey());
              checkStage(id + " " + vertex, activations.get(vertex), stage.getValue());
            });
    List<Double> logits = GoldenNetworks.numbers(expected.get("logits"));
    String head = model.get("head").textValue();
    checkNumbers(id + " logits", activations.get(head), logits);
    try (Trunk trunk = Trunk.upTo(graph, head)) {
      assertThat(trunk.engine()).startsWith("oneDNN");
      assertThat(trunk.asTheyAre()).isSubsetOf("avgpool"); // VGG's pools to a size, not by a window
      checkNumbers(id + " logits of the trunk", trunk.output(input), logits);
    }
  }

  /** Stages are torch's modules; a residual stage ends with the activation of its last block. */
  private static String vertex(ComputationGraph graph, String stage) {
    if (stage.equals("penultimate")) {
      return "classifier.4"; // its dropout does nothing here
    }
    List<String> names = new ArrayList<>(graph.getConfiguration().getVertices().keySet());
    return names.stream()
        .filter(name -> name.equals(stage) || name.matches(stage + "\\.\\d+\\.relu"))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static void checkStage(String name, INDArray actual, JsonNode expected) {
    double std = expected.get("std").doubleValue();
    long[] shape = GoldenNetworks.longs(expected.get("shape"));
    assertThat(actual.length()).as(name).isEqualTo(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    assertThat(actual.meanNumber().doubleValue())
        .as(name + " mean")
        .isCloseTo(expected.get("mean").doubleValue(), within(1e-4 * std));
    assertThat(actual.stdNumber(false).doubleValue())
        .as(name + " std")
        .isCloseTo(std, within(1e-4 * std));
    checkNumbers(name, actual, GoldenNetworks.numbers(expected.get("first8")));
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
