package org.graft4j.zoo.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.testing.Golden;

/** Networks with the weights of a golden file. */
final class GoldenNetworks {
  private GoldenNetworks() {}

  static JsonNode read(String file) {
    try {
      return new ObjectMapper().readTree(Golden.path(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeterministicFill fill(JsonNode file, JsonNode model) {
    Map<String, Double> scaled = new HashMap<>();
    model
        .path("scaled")
        .properties()
        .forEach(e -> scaled.put(e.getKey(), e.getValue().doubleValue()));
    return new DeterministicFill(file.get("seed").longValue(), scaled);
  }

  static Network network(String id, long[] input, int classes) {
    return Architectures.find(id)
        .orElseThrow()
        .network(NetworkForm.whole((int) input[2], (int) input[3], classes));
  }

  static ComputationGraph filled(Network network, DeterministicFill fill) {
    ComputationGraph graph = NetworkWeights.zeros(network);
    fill.fill(graph);
    return graph;
  }

  static long[] longs(JsonNode array) {
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).longValue();
    }
    return values;
  }

  /** Numbers of an array of any depth, in order. */
  static List<Double> numbers(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(
        node -> {
          if (node.isArray()) {
            values.addAll(numbers(node));
          } else {
            values.add(node.doubleValue());
          }
        });
    return values;
  }
}
