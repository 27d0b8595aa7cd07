package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.TrainedModel;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way back to Python: networks as safetensors under torchvision's names and in its shapes, in
 * single precision, so that no bit is lost. {@code
 * model.load_state_dict(safetensors.torch.load_file(...))} takes them.
 */
public final class TorchExport {
  private static final Map<String, String> METADATA = Map.of("format", "pt");
  private static final String UNKNOWN_HEAD = "head";

  private TorchExport() {}

  /**
   * Writes a backbone, with its own head if it has one.
   *
   * @param overwrite whether a file of that name is replaced
   * @throws java.nio.file.FileAlreadyExistsException if it is there and is not to be replaced
   * @throws IllegalArgumentException if a layer has no counterpart in torch
   */
  public static void write(Path file, boolean overwrite, Backbone backbone) throws IOException {
    AtomicFile.requireFree(file, overwrite);
    SafetensorsWriter.write(file, StateDictionary.ofTorch(backbone.graph()), METADATA);
  }

  /**
   * Writes a trained model: the backbone, and the new head under the name that the architecture's
   * own head has in torchvision, if it is one dense layer of the same width; else as {@code head}.
   *
   * @param overwrite whether a file of that name is replaced
   * @return the name of the head's layer
   * @throws java.nio.file.FileAlreadyExistsException if it is there and is not to be replaced
   * @throws IllegalArgumentException if a layer has no counterpart in torch
   */
  public static String write(Path file, boolean overwrite, TrainedModel model) throws IOException {
    AtomicFile.requireFree(file, overwrite);
    ComputationGraph graph = model.graph();
    String output = graph.getConfiguration().getNetworkOutputs().get(0);
    GraphVertex vertex = graph.getConfiguration().getVertices().get(output);
    if (!(vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof OutputLayer head)) {
      throw new IllegalArgumentException(
          "the model's output '" + output + "' must be a dense layer with softmax");
    }
    String features = graph.getConfiguration().getVertexInputs().get(output).get(0);
    Map<String, FloatTensor> tensors =
        new LinkedHashMap<>(StateDictionary.ofTorch(GraphEdits.truncatedAt(graph, features)));
    List<Long> shape = List.of(head.getNOut(), head.getNIn());
    String name = headName(model, shape).orElse(UNKNOWN_HEAD);
    INDArray weights = graph.getParam(output + "_W").transpose().dup('c');
    tensors.put(name + ".weight", tensor(weights, head.getNOut(), head.getNIn()));
    if (head.hasBias()) {
      tensors.put(name + ".bias", tensor(graph.getParam(output + "_b"), head.getNOut()));
    }
    SafetensorsWriter.write(file, tensors, METADATA);
    return name;
  }

  private static FloatTensor tensor(INDArray values, long... shape) {
    return FloatTensor.f32(values.dup('c').reshape(values.length()).toFloatVector(), shape);
  }

  /** Torchvision's name of a head of that shape, if the architecture is known and has such one. */
  private static Optional<String> headName(TrainedModel model, List<Long> shape) {
    String backbone = model.provenance().facts().getOrDefault("backbone", "");
    int dot = backbone.indexOf('.');
    Optional<Architecture> architecture =
        Architectures.find(dot < 0 ? backbone : backbone.substring(0, dot));
    if (architecture.isEmpty()) {
      return Optional.empty();
    }
    int classes = Math.toIntExact(shape.get(0));
    Network whole = architecture.get().network(NetworkForm.whole(model.input(), classes));
    return whole
        .logits()
        .filter(
            name ->
                ParameterSlot.of(whole.configuration()).stream()
                    .anyMatch(
                        slot -> slot.key().equals(name + ".weight") && slot.shape().equals(shape)));
  }
}
