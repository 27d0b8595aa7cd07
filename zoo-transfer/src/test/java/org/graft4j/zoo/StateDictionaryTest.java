package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.model.GraphEdits;
import org.graft4j.testing.Golden;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.graft4j.zoo.format.WeightTensor;
import org.graft4j.zoo.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes back to Python has torchvision's names, shapes, order and bits. */
class StateDictionaryTest {
  @TempDir Path folder;

  private static JsonNode models() throws IOException {
    return new ObjectMapper().readTree(Golden.path("architectures.json").toFile()).get("models");
  }

  static List<String> known() throws IOException {
    List<String> known = new ArrayList<>();
    models().fieldNames().forEachRemaining(known::add);
    known.removeIf(id -> Architectures.find(id).isEmpty());
    return known;
  }

  @ParameterizedTest
  @MethodSource("known")
  void torchKeys_ofEveryArchitecture_areTorchvisionsInItsOrder(String id) throws IOException {
    JsonNode model = models().get(id);
    Architecture architecture = Architectures.find(id).orElseThrow();
    NamedTensors named = NamedTensors.recognised(architecture, architecture.input(), Set.of());
    List<String> expected = new ArrayList<>();
    model.get("state_dict").forEach(entry -> expected.add(entry.get(0).asText()));
    int classes = model.get("num_classes").asInt();
    List<ParameterSlot> slots = ParameterSlot.of(named.whole(classes).configuration());
    assertThat(StateDictionary.torchKeys(slots)).isEqualTo(expected);
  }

  /** File to network to file: the same tensors, bit for bit; only the counters start anew. */
  @Test
  void ofTorch_ofWeightsOutOfAFile_givesTheFileAgain() throws IOException {
    ComputationGraph any = UntrainedBackbone.of("slimresnet", 6, Seed.of(1)).graph();
    RandomGenerator random = Seed.of(11).stream("round trip");
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (ParameterSlot slot : ParameterSlot.of(any)) {
      float[] values = new float[Math.toIntExact(slot.length())];
      for (int i = 0; i < values.length; i++) {
        // All bits of a float matter; a few of these are subnormal, none is infinite or NaN.
        float value = Float.intBitsToFloat(random.nextInt() & 0xBFFFFFFF);
        values[i] = slot.key().endsWith(".running_var") ? Math.abs(value) : value;
      }
      long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
      tensors.put(slot.key(), FloatTensor.f32(values, shape));
    }
    Path python = folder.resolve("python.safetensors");
    SafetensorsWriter.write(python, tensors, Map.of("format", "pt"));
    ComputationGraph graph = Zoo.fromFile(python, "slimresnet", Optional.empty()).graph();

    Path back = folder.resolve("back.safetensors");
    SafetensorsWriter.write(back, StateDictionary.ofTorch(graph), Map.of("format", "pt"));

    try (WeightsFile first = WeightsFile.open(python);
        WeightsFile second = WeightsFile.open(back)) {
      assertThat(second.metadata()).isEqualTo(Map.of("format", "pt"));
      for (WeightTensor tensor : second.tensors().values()) {
        if (tensor.name().endsWith("num_batches_tracked")) {
          assertThat(tensor.dtype()).isEqualTo("I64");
          assertThat(tensor.shape()).isEmpty();
        } else {
          WeightTensor same = first.tensors().get(tensor.name());
          assertThat(tensor.shape()).isEqualTo(same.shape());
          assertThat(tensor.toFloats()).isEqualTo(same.toFloats());
        }
      }
      assertThat(second.tensors().keySet()).containsAll(first.tensors().keySet());
    }
    assertThat(Zoo.fromFile(back, "slimresnet", Optional.empty()).graph().params())
        .isEqualTo(graph.params());
  }

  @Test
  void ofTorch_ofFrozenLayers_looksThroughTheWrappers() {
    ComputationGraph graph = UntrainedBackbone.of("slimresnet", 6, Seed.of(1)).graph();
    ComputationGraph frozen =
        GraphEdits.withFrozen(
            GraphEdits.withFixedStatistics(graph, name -> name.startsWith("layer2")),
            GraphEdits.ancestors(graph.getConfiguration(), "layer1.1.relu")::contains);
    assertThat(StateDictionary.ofTorch(frozen).keySet())
        .isEqualTo(StateDictionary.ofTorch(graph).keySet());
  }
}
