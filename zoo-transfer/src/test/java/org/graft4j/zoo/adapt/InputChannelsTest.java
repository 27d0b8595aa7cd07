package org.graft4j.zoo.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.RngState;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.NetworkWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class InputChannelsTest {

  private static Backbone slim() {
    Backbone backbone = UntrainedBackbone.of("slimresnet", 0, Seed.of(3));
    Pictures.unsettle(backbone.graph());
    return backbone;
  }

  /** A grey picture in all channels: the features are the original's, for any number of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 12})
  void channels_equalInAll_giveTheSameFeatures(int n) {
    Backbone backbone = slim();
    INDArray grey = Pictures.drawn(1, 2, 1, 64, 64);

    Backbone adapted = InputChannels.of(backbone, n);

    assertThat(
            Pictures.difference(
                Pictures.features(adapted, Nd4j.tile(grey, 1, n, 1, 1)),
                Pictures.features(backbone, Nd4j.tile(grey, 1, 3, 1, 1))))
        .isLessThan(1e-4);
    assertThat(adapted.input().depth()).isEqualTo(n);
  }

  static Stream<String> architectures() {
    return Architectures.all().stream().map(Architecture::id);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void everyArchitecture_fourChannels_giveTheSameFeaturesOfItsLowestGroups(String id) {
    Backbone backbone = lowest(id);
    INDArray grey = Pictures.drawn(2, 1, 1, 64, 64);

    Backbone adapted = InputChannels.of(backbone, 4);

    assertThat(
            Pictures.difference(
                Pictures.features(adapted, Nd4j.tile(grey, 1, 4, 1, 1)),
                Pictures.features(backbone, Nd4j.tile(grey, 1, 3, 1, 1))))
        .isLessThan(1e-4);
  }

  /** Cut behind the second group: the stem is what is asked about. */
  static Backbone lowest(String id) {
    Architecture architecture = Architectures.find(id).orElseThrow();
    InputSpec input = architecture.input().withSize(64, 64);
    Network network = architecture.network(NetworkForm.cutAt(input, architecture.groups().get(1)));
    ComputationGraph graph = NetworkWeights.random(network, Seed.of(1));
    return new Backbone(
        id,
        graph,
        input,
        network.groups(),
        network.featureVertex(),
        network.featureWidth(),
        java.util.Optional.empty());
  }

  @Test
  void oneChannel_kernels_areTheSum() {
    Backbone backbone = slim();

    INDArray adapted = InputChannels.of(backbone, 1).graph().getParam("conv1_W");

    INDArray sum = backbone.graph().getParam("conv1_W").sum(true, 1);
    assertThat(Pictures.difference(adapted, sum)).isLessThan(1e-6);
  }

  @Test
  void twelveChannels_kernels_areRepeatedAndRescaled() {
    Backbone backbone = slim();

    INDArray adapted = InputChannels.of(backbone, 12).graph().getParam("conv1_W");

    INDArray last = adapted.get(NDArrayIndex.all(), NDArrayIndex.point(11));
    INDArray blue =
        backbone.graph().getParam("conv1_W").get(NDArrayIndex.all(), NDArrayIndex.point(2));
    assertThat(Pictures.difference(last, blue.mul(0.25))).isLessThan(1e-6);
  }

  @Test
  void channels_ofTheGivenBackbone_stay() {
    Backbone backbone = slim();
    INDArray before = backbone.graph().params().dup();

    InputChannels.of(backbone, 1);

    assertThat(backbone.graph().params()).isEqualTo(before);
    assertThat(InputChannels.of(backbone, 3)).isSameAs(backbone);
  }

  /**
   * Equal means and deviations: a picture, not only a tensor, gives the same, at the border too.
   */
  @Test
  void grey_equalMeans_isExactForPictures() {
    Backbone backbone = slim();
    Backbone grey = InputChannels.grey(backbone);
    INDArray picture = Nd4j.rand(2, 1, 64, 64);

    assertThat(grey.input().channels()).isEqualTo(InputSpec.ChannelOrder.GREY);
    assertThat(Pictures.difference(onPicture(grey, picture), onPicture(backbone, picture)))
        .isLessThan(1e-4);
  }

  /** ImageNet's means differ: exact inside, which an unpadded convolution shows. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void grey_imageNetMeansWithoutPadding_isExactForPictures(boolean bias) {
    Backbone backbone = unpadded(bias);
    INDArray picture = Nd4j.rand(2, 1, 16, 16);

    Backbone grey = InputChannels.grey(backbone);

    assertThat(Pictures.difference(onPicture(grey, picture), onPicture(backbone, picture)))
        .isLessThan(1e-4);
    assertThat(grey.input().mean().get(0)).isBetween(0.406, 0.485);
  }

  /** With padding only the border differs; the plain sum differs everywhere. */
  @Test
  void grey_imageNetMeansWithPadding_isNearerThanThePlainSum() {
    Backbone backbone = lowest("resnet18");
    Pictures.unsettle(backbone.graph());
    INDArray picture = Nd4j.rand(2, 1, 64, 64);
    INDArray expected = onPicture(backbone, picture);

    double grey = Pictures.difference(onPicture(InputChannels.grey(backbone), picture), expected);
    double sum = Pictures.difference(onPicture(InputChannels.of(backbone, 1), picture), expected);

    assertThat(grey).isLessThan(0.02).isLessThan(sum);
  }

  @Test
  void adaptedBackbone_trunk_runsAsTheGraphDoes() {
    Backbone adapted = InputChannels.of(slim(), 4);
    INDArray pictures = Pictures.drawn(3, 2, 4, 64, 64);

    try (Trunk trunk = Trunk.upTo(adapted.graph(), adapted.featureVertex());
        INDArray output = trunk.output(pictures)) {
      assertThat(Pictures.difference(output, Pictures.features(adapted, pictures)))
          .isLessThan(1e-4);
    }
  }

  @Test
  void frozenStem_isAdaptedAndStaysFrozen() {
    Backbone backbone = slim();
    ComputationGraph frozen =
        GraphEdits.withFrozen(backbone.graph(), v -> backbone.groups().upTo("stem").contains(v));
    Backbone adapted =
        InputChannels.of(
            new Backbone(
                "slimresnet",
                frozen,
                backbone.input(),
                backbone.groups(),
                backbone.featureVertex(),
                backbone.featureWidth(),
                java.util.Optional.empty()),
            1);

    assertThat(adapted.graph().getLayer("conv1"))
        .isInstanceOf(org.deeplearning4j.nn.layers.FrozenLayer.class);
  }

  @Test
  void networkThatBeginsOtherwise_isRefused() {
    ComputationGraph graph = startsWithNorm();
    InputSpec input = slim().input().withSize(8, 8);
    Backbone backbone = ForeignBackbone.of(graph).input(input).features("conv").groups(1).build();

    assertThatThrownBy(() -> InputChannels.of(backbone, 1))
        .hasMessage(
            "the network must begin with one convolution to take other channels, but its first layer with parameters, 'norm', is BatchNormalization");
    assertThatThrownBy(() -> InputChannels.of(slim(), 0))
        .hasMessage("channels must be positive, but was 0");
  }

  /** What they make of a picture depends on its channels' number, mean or deviation. */
  static Stream<GraphVertex> changing() {
    return Stream.of(new ScaleVertex(0.5), new L2NormalizeVertex(), new ShiftVertex(1));
  }

  @ParameterizedTest
  @MethodSource("changing")
  void pictureThatIsChangedBelowTheConvolution_isRefusedByName(GraphVertex vertex) {
    Backbone backbone =
        SmallNetworks.of(
            net ->
                net.addVertex("changed", vertex, "input")
                    .addLayer(
                        "top", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "changed"));
    String reason = "below it stands 'changed', " + vertex.getClass().getSimpleName();

    assertThatThrownBy(() -> InputChannels.of(backbone, 1)).hasMessageContaining(reason);
    assertThatThrownBy(() -> InputChannels.grey(backbone)).hasMessageContaining(reason);
  }

  @Test
  void paddingAndDropoutBelowTheConvolution_keepTheFeatures() {
    Backbone backbone =
        SmallNetworks.of(
            net ->
                net.addLayer("pad", new ZeroPaddingLayer.Builder(1, 2, 1, 2).build(), "input")
                    .addLayer("drop", new DropoutLayer(0.5), "pad")
                    .addLayer("top", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "drop"));
    INDArray grey = Pictures.drawn(1, 2, 1, SmallNetworks.SIZE, SmallNetworks.SIZE);

    assertThat(
            Pictures.difference(
                Pictures.features(InputChannels.of(backbone, 4), Nd4j.tile(grey, 1, 4, 1, 1)),
                Pictures.features(backbone, Nd4j.tile(grey, 1, 3, 1, 1))))
        .isLessThan(1e-4);
  }

  private static ComputationGraph startsWithNorm() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(8, 8, 3))
                .addLayer("norm", new BatchNormalization(), "input")
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(2).build(), "norm")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "conv")
                .setOutputs("out")
                .build());
    RngState.keeping((Runnable) graph::init);
    return graph;
  }

  private static Backbone unpadded(boolean bias) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .setInputTypes(InputType.convolutional(16, 16, 3))
                .addLayer(
                    "conv",
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .hasBias(bias)
                        .activation(Activation.RELU)
                        .build(),
                    "input")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "conv")
                .setOutputs("out")
                .build());
    RngState.keeping((Runnable) graph::init);
    return ForeignBackbone.of(graph).input(InputSpec.imageNet().withSize(16, 16)).build();
  }

  /** Values in 0..1 in all channels, prepared as the spec says. */
  private static INDArray onPicture(Backbone backbone, INDArray grey) {
    InputSpec input = backbone.input();
    INDArray pictures = Nd4j.tile(grey, 1, input.depth(), 1, 1);
    for (int c = 0; c < input.depth(); c++) {
      pictures
          .get(NDArrayIndex.all(), NDArrayIndex.point(c))
          .subi(input.mean().get(c))
          .divi(input.std().get(c));
    }
    return Pictures.features(backbone, pictures);
  }
}
