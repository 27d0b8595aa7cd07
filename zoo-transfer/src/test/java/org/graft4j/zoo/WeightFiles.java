package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;

/** Weights files made for tests. */
final class WeightFiles {
  private WeightFiles() {}

  /** Random slimresnet weights with a head, after changes to the tensors. */
  static Path slim(Path folder, int classes, Consumer<Map<String, FloatTensor>> change)
      throws IOException {
    ComputationGraph graph = UntrainedBackbone.of("slimresnet", classes, Seed.of(3)).graph();
    return write(folder.resolve("slim.safetensors"), graph, change);
  }

  /** Other random slimresnet weights with a head of three classes. */
  static Path other(Path folder) throws IOException {
    ComputationGraph graph = UntrainedBackbone.of("slimresnet", 3, Seed.of(7)).graph();
    return write(folder.resolve("other.safetensors"), graph, tensors -> {});
  }

  /** Random weights of an architecture up to a group. */
  static Path upTo(Path folder, String architecture, String group) throws IOException {
    Architecture wanted = Architectures.find(architecture).orElseThrow();
    InputSpec input = wanted.input();
    NetworkForm form = NetworkForm.cutAt(input.height(), input.width(), group);
    ComputationGraph graph = NetworkWeights.random(wanted.network(form), Seed.of(4));
    return write(folder.resolve(architecture + ".safetensors"), graph, tensors -> {});
  }

  private static Path write(
      Path file, ComputationGraph graph, Consumer<Map<String, FloatTensor>> change)
      throws IOException {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>(StateDictionary.of(graph, false));
    change.accept(tensors);
    SafetensorsWriter.write(file, tensors);
    return file;
  }
}
