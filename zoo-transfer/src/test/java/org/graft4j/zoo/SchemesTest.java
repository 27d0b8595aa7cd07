package org.graft4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.Backbone;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.FloatTensor;
import org.graft4j.zoo.format.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Files under the names, shapes and orders of each scheme give the network that they were made of.
 * The orders are those that ND4J's own permutations give, not the loader's.
 */
class SchemesTest {
  @TempDir Path folder;

  /** Cut where the network is large; the layouts of such heads are tested below. */
  @ParameterizedTest
  @CsvSource({
    "timm, mobilenet_v2, ",
    "timm, efficientnet_b0, ",
    "timm, convnext_tiny, stage2",
    "timm, vgg11_bn, block2",
    "huggingface, resnet18, ",
    "huggingface, resnet50, layer2",
    "keras, vgg16, block2",
    "keras_2016, vgg19, block2",
    "keras, resnet50_keras, conv3",
    "keras, resnet8_keras, ",
    "keras, squeezenet1_1_keras, stage3",
    "dl4j, slimresnet, ",
    "torchvision, slimresnet, "
  })
  void fromFile_inEachScheme_givesTheNetwork(String scheme, String architecture, String cut)
      throws IOException {
    Optional<String> group = Optional.ofNullable(cut);
    NamedTensors named = named(scheme, architecture);
    Network network = group.map(named::cutAt).orElseGet(() -> named.whole(5));
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(8));
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(file, inScheme(named, network, graph));

    Backbone loaded = Zoo.fromFile(file, architecture, group);

    assertThat(loaded.graph().params()).isEqualTo(graph.params());
    assertThat(Zoo.verify(file, architecture, group).classes()).isEqualTo(cut == null ? 5 : 0);
  }

  private static Map<String, FloatTensor> inScheme(
      NamedTensors named, Network network, ComputationGraph graph) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (FileTensor tensor : named.of(network).values()) {
      long[] shape = tensor.slot().shape().stream().mapToLong(Long::longValue).toArray();
      INDArray torch = Nd4j.create(tensor.slot().get(graph), shape, 'c');
      INDArray filed =
          switch (tensor.layout()) {
            case IO -> torch.transpose();
            case HWIO -> torch.permute(2, 3, 1, 0);
            default -> torch;
          };
      long[] target = tensor.shape().stream().mapToLong(Long::longValue).toArray();
      float[] values = filed.dup('c').reshape(filed.length()).toFloatVector();
      tensors.put(tensor.name(), FloatTensor.f32(values, target));
      named
          .names()
          .counter(tensor)
          .ifPresent(name -> tensors.put(name, FloatTensor.f32(new float[1])));
    }
    return tensors;
  }

  private static NamedTensors named(String scheme, String architecture) {
    Architecture wanted = Architectures.find(architecture).orElseThrow();
    KeyMap map =
        KeyMaps.of(architecture).stream()
            .filter(m -> m.scheme().equals(scheme))
            .findFirst()
            .orElseThrow();
    return new NamedTensors(wanted, wanted.input(), map);
  }

  /** timm's MobileNetV3 was trained with another epsilon than torchvision's network has. */
  @Test
  void fromFile_timmsMobileNetV3_computesWithTimmsEpsilon() throws IOException {
    NamedTensors named = named("timm", "mobilenet_v3_small");
    InputSpec small = named.input();
    Network network = named.whole(3);
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(8));
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(file, inScheme(named, network, graph));

    Backbone loaded = Zoo.fromFile(file, "mobilenet_v3_small", Optional.empty());

    ParameterSlot scale =
        ParameterSlot.of(graph).stream()
            .filter(slot -> slot.key().equals("features.0.1.weight"))
            .findFirst()
            .orElseThrow();
    // Variance and scale are 1: 1 / sqrt(1 + 1e-5) has to become x / sqrt(1 + 1e-3).
    assertThat(scale.get(loaded.graph())[0]).isEqualTo((float) Math.sqrt(1.001 / 1.00001));
    assertThat(small).isEqualTo(loaded.input());
  }

  /**
   * Keras's VGGs were trained with Caffe's pictures: BGR of 0 to 255 less the mean. A cut file is
   * recognised too.
   */
  @ParameterizedTest
  @CsvSource({"keras, vgg16", "keras_2016, vgg16", "keras, vgg19", "keras_2016, vgg19"})
  void fromFile_kerasVgg_isPreparedAsKerasDoes(String scheme, String architecture)
      throws IOException {
    Path file = kerasVgg(scheme, architecture);
    Optional<String> cut = Optional.of("block1");

    Backbone loaded = Zoo.fromFile(file, architecture, cut);

    InputSpec input = loaded.input();
    assertThat(loaded.card().orElseThrow().source())
        .isEqualTo("vgg.safetensors, names of " + scheme);

    assertThat(input.channels()).isEqualTo(InputSpec.ChannelOrder.BGR);
    assertThat(input.mean().stream().map(mean -> Math.round(mean * 255_000) / 1000.0))
        .containsExactly(103.939, 116.779, 123.68);
    assertThat(input.std()).containsOnly(1 / 255.0);
    assertThat(input)
        .isEqualTo(Architectures.find("resnet50_keras").orElseThrow().input())
        .isEqualTo(Zoo.verify(file, architecture, cut).input());
  }

  @Test
  void importFile_kerasVgg_keepsKerasPreparationUnlessAnotherIsNamed() throws IOException {
    Path file = kerasVgg("keras", "vgg16");
    Zoo zoo = Zoo.at(folder.resolve("home"));
    ImportSettings cut = ImportSettings.unknown().withCut("block1");
    InputSpec own = InputSpec.imageNet();

    zoo.importFile(file, "vgg16", "vgg16.keras", cut);
    zoo.importFile(
        file,
        "vgg16",
        "vgg16.own",
        new ImportSettings(Optional.of(own), cut.cut(), List.of(), "none", "none"));

    assertThat(zoo.load("vgg16.keras").input().channels()).isEqualTo(InputSpec.ChannelOrder.BGR);
    assertThat(zoo.verify("vgg16.keras").input()).isEqualTo(zoo.card("vgg16.keras").input());
    assertThat(zoo.load("vgg16.own").input()).isEqualTo(own);
    assertThat(zoo.verify("vgg16.own").input()).isEqualTo(own);
  }

  private Path kerasVgg(String scheme, String architecture) throws IOException {
    NamedTensors named = named(scheme, architecture);
    Network network = named.cutAt("block1");
    Path file = folder.resolve("vgg.safetensors");
    SafetensorsWriter.write(
        file, inScheme(named, network, NetworkWeights.random(network, Seed.of(8))));
    return file;
  }

  /** A zip of plain DL4J that holds one of our networks. */
  @Test
  void fromFile_zipOfModelSerializer_givesTheNetwork() throws IOException {
    ComputationGraph graph = UntrainedBackbone.of("slimresnet", 4, Seed.of(2)).graph();
    Path file = folder.resolve("slim.zip");
    ModelSerializer.writeModel(graph, file.toFile(), false);
    Backbone loaded = Zoo.fromFile(file, "slimresnet", Optional.empty());
    assertThat(loaded.graph().params()).isEqualTo(graph.params());
    assertThat(Zoo.verify(file, "slimresnet", Optional.empty()).scheme()).isEqualTo("dl4j");
  }

  @Test
  void fromFile_missingTensorOfAnotherScheme_isCalledAsInTheFile() throws IOException {
    NamedTensors named = named("huggingface", "resnet18");
    Network network = named.cutAt("layer1");
    Map<String, FloatTensor> tensors =
        inScheme(named, network, NetworkWeights.random(network, Seed.of(8)));
    tensors.remove("resnet.encoder.stages.0.layers.1.layer.1.convolution.weight");
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(file, tensors);
    assertThatThrownBy(() -> Zoo.fromFile(file, "resnet18", Optional.of("layer1")))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("by the names of huggingface")
        .hasMessageContaining(
            "missing resnet.encoder.stages.0.layers.1.layer.1.convolution.weight");
  }

  /** Names and shapes would fit; the network of Keras has its strides elsewhere. */
  @Test
  void fromFile_kerasResNet50IntoTorchvisions_isRefusedWithTheReason() throws IOException {
    NamedTensors named = named("keras", "resnet50");
    Network network = named.cutAt("stem");
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(
        file, inScheme(named, network, NetworkWeights.random(network, Seed.of(8))));
    assertThatThrownBy(() -> Zoo.fromFile(file, "resnet50", Optional.of("stem")))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("does not fit resnet50")
        .hasMessageContaining("stride in the first 1x1 convolution")
        .hasMessageContaining("resnet50_keras");
  }

  /** There is no architecture for these: the message must not send anybody to one. */
  @ParameterizedTest
  @ValueSource(strings = {"resnet101", "resnet152"})
  void fromFile_kerasDeeperResNets_areRefusedWithARemedyThatExists(String architecture)
      throws IOException {
    NamedTensors named = named("keras", architecture);
    Network network = named.cutAt("stem");
    Path file = folder.resolve("weights.safetensors");
    SafetensorsWriter.write(
        file, inScheme(named, network, NetworkWeights.random(network, Seed.of(8))));
    assertThatThrownBy(() -> Zoo.fromFile(file, architecture, Optional.of("stem")))
        .isInstanceOf(WeightsMismatchException.class)
        .hasMessageContaining("stride in the first 1x1 convolution")
        .hasMessageContaining("torchvision's weights of the same depth")
        .hasMessageNotContaining("resnet50_keras");
  }

  @Test
  void toTorch_matrixThatReadsPlacesFirst_readsChannelsFirst() {
    // 2 x 1 places of 3 channels, 2 outputs; the value tells (place, channel, output).
    float[] keras = {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121};
    List<Long> torch = List.of(2L, 6L);
    assertThat(FileLayout.PLACES_IO.shape(torch, List.of(2L, 1L))).contains(List.of(6L, 2L));
    assertThat(FileLayout.PLACES_IO.toTorch(keras, torch, List.of(2L, 1L)))
        .containsExactly(0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121);
  }

  @Test
  void toTorch_kerasKernels_putOutputsFirst() {
    // One row of two columns, two inputs, two outputs; the value tells (column, input, output).
    float[] keras = {0, 1, 10, 11, 100, 101, 110, 111};
    assertThat(FileLayout.HWIO.toTorch(keras, List.of(2L, 2L, 1L, 2L), List.of()))
        .containsExactly(0, 100, 10, 110, 1, 101, 11, 111);
  }
}
