package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft4j.engine.SmallNets.CHANNELS;
import static org.graft4j.engine.SmallNets.HEIGHT;
import static org.graft4j.engine.SmallNets.WIDTH;
import static org.graft4j.engine.SmallNets.assertAgrees;
import static org.graft4j.engine.SmallNets.conv;
import static org.graft4j.engine.SmallNets.conv3;
import static org.graft4j.engine.SmallNets.net;
import static org.graft4j.engine.SmallNets.norm;
import static org.graft4j.engine.SmallNets.pictures;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.AdaptiveAveragePooling;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.ChannelScale;
import org.graft4j.layer.ExactGelu;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSigmoid6;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.PaddedShortcut;
import org.graft4j.layer.Relu6;
import org.graft4j.layer.SiLU;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The layers of {@code org.graft4j.layer} through the trunk give what they give in DL4J. */
class TrunkOwnLayersTest {
  private static final ElementWiseVertex.Op ADD = ElementWiseVertex.Op.Add;

  static Stream<Arguments> convolutions() {
    return Stream.of(
        Arguments.of(grouped(3, 3).groups(4).padding(1, 1).nOut(8), 8),
        Arguments.of(grouped(3, 3).groups(32).padding(1, 1).nOut(128).hasBias(false), 128),
        Arguments.of(grouped(3, 3).groups(32).stride(2, 2).padding(1, 1).nOut(512), 256),
        Arguments.of(grouped(3, 3).groups(24).padding(1, 1).nOut(24).hasBias(false), 24),
        Arguments.of(grouped(3, 3).groups(19).stride(2, 2).padding(1, 1).nOut(19), 19),
        Arguments.of(grouped(5, 5).groups(16).stride(2, 2).padding(1, 2, 1, 2).nOut(16), 16),
        Arguments.of(grouped(3, 3).groups(16).stride(2, 2).samePadding().nOut(16), 16),
        Arguments.of(grouped(4, 3).stride(3, 2).samePadding().nOut(7), 5),
        Arguments.of(grouped(7, 7).groups(32).padding(3, 3).nOut(32), 32),
        Arguments.of(grouped(3, 3).groups(8).nOut(24).activation(Activation.TANH), 8),
        Arguments.of(grouped(3, 2).stride(2, 2).padding(0, 1, 2, 0).nOut(7), 5));
  }

  private static GroupedConvolution.Builder grouped(int height, int width) {
    return new GroupedConvolution.Builder(height, width);
  }

  /** Bare, and with its norm, a sum and an activation folded in. */
  @ParameterizedTest
  @MethodSource("convolutions")
  void groupedConvolution_bareAndFused_isThePlainLayers(
      GroupedConvolution.Builder layer, int channels) {
    ComputationGraph graph =
        net(
            "end",
            g ->
                g.addLayer("stem", conv3(channels), "in")
                    .addLayer("it", layer.build(), "stem")
                    .addLayer("norm", norm(), "it")
                    .addLayer("act", new ActivationLayer(new Relu6()), "norm")
                    .addLayer("other", layer.build(), "stem")
                    .addVertex("sum", new ElementWiseVertex(ADD), "act", "other")
                    .addLayer("end", new ActivationLayer(new HardSwish()), "sum"));
    assertAgrees(graph, "it", pictures(2), 0);
    assertAgrees(graph, "act", pictures(2), 0);
    assertAgrees(graph, "end", pictures(3), 0);
    assertAgrees(GraphEdits.withFrozen(graph, name -> true), "end", pictures(1), 0);
  }

  @Test
  void groupedConvolution_onTheInput_isThePlainLayers() {
    ComputationGraph graph =
        net(
            "it",
            g -> g.addLayer("it", grouped(3, 3).groups(CHANNELS).nOut(CHANNELS).build(), "in"));
    assertAgrees(graph, "it", pictures(2), 0);
  }

  static Stream<IActivation> activations() {
    return Stream.of(new HardSwish(), new HardSigmoid6(), new Relu6(), new SiLU(), new ExactGelu());
  }

  /** Fused, alone, on rows, and of numbers up to some hundreds. */
  @ParameterizedTest
  @MethodSource("activations")
  void activation_anywhere_isThePlainOne(IActivation function) {
    ComputationGraph graph =
        net(
            "rows",
            g ->
                g.addLayer("first", new ActivationLayer(function), "in")
                    .addLayer("conv", conv3(6), "first")
                    .addLayer("fused", new ActivationLayer(function), "conv")
                    .addLayer("again", new ActivationLayer(function), "fused")
                    .addLayer("fc", new DenseLayer.Builder().nOut(5).build(), "again")
                    .addLayer("rows", new ActivationLayer(function), "fc"));
    assertAgrees(graph, "first", pictures(2), 0);
    assertAgrees(graph, "fused", pictures(2).muli(300), 0);
    assertAgrees(graph, "fused", pictures(2), 0);
    assertAgrees(graph, "rows", pictures(2), 0);
  }

  @Test
  void squeezeAndExcite_ofBothForms_isThePlainOne() {
    ComputationGraph graph =
        net(
            "end",
            g ->
                g.addLayer("conv", conv3(20), "in")
                    .addLayer("act", new ActivationLayer(new HardSwish()), "conv")
                    .addVertex("pool", new AdaptiveAveragePooling(1, 1), "act")
                    .addLayer("fc1", conv(8, 1, 1).build(), "pool")
                    .addLayer("relu", new ActivationLayer(Activation.RELU), "fc1")
                    .addLayer("fc2", conv(20, 1, 1).build(), "relu")
                    .addLayer("gate", new ActivationLayer(new HardSigmoid6()), "fc2")
                    .addVertex("scale", new ChannelScale(), "act", "gate")
                    .addLayer("rows", new GlobalPoolingLayer(PoolingType.AVG), "scale")
                    .addVertex("again", new ChannelScale(), "scale", "rows")
                    .addLayer("end", conv3(4), "again"));
    assertAgrees(graph, "pool", pictures(2), 0);
    assertAgrees(graph, "gate", pictures(2), 0);
    assertAgrees(graph, "scale", pictures(3), 0);
    assertAgrees(graph, "end", pictures(5), 0);
  }

  @ParameterizedTest
  @CsvSource({"6, 3", "16, 32", "5, 11"})
  void merge_ofPicturesAndRows_isDl4js(int first, int second) {
    ComputationGraph graph =
        net(
            "rows",
            g ->
                g.addLayer("a", conv3(first), "in")
                    .addLayer("b", conv3(second), "in")
                    .addVertex("merge", new MergeVertex(), "a", "b", "in")
                    .addLayer("norm", norm(), "merge")
                    .addLayer("c", conv3(7), "norm")
                    .addVertex("more", new MergeVertex(), "merge", "c")
                    .addLayer("p", new GlobalPoolingLayer(PoolingType.AVG), "more")
                    .addLayer("q", new GlobalPoolingLayer(PoolingType.MAX), "more")
                    .addVertex("rows", new MergeVertex(), "p", "q"));
    assertAgrees(graph, "merge", pictures(2), 0);
    assertAgrees(graph, "more", pictures(2), 0);
    assertAgrees(graph, "rows", pictures(3), 0);
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 0", "3, 2, 1", "2, 3, 1", "2, 2, 0", "5, 4, 2"})
  void ceilMaxPooling_ofNumbersOfBothSigns_isThePlainOne(int kernel, int stride, int padding) {
    ComputationGraph graph =
        net(
            "pool",
            g ->
                g.addLayer("conv", conv3(6), "in")
                    .addVertex("pool", new CeilMaxPooling(kernel, stride, padding), "conv"));
    assertAgrees(graph, "pool", pictures(2), 0);
    assertAgrees(graph, "pool", pictures(2).subi(9), 0);
  }

  /** Smaller than its kernel, as torch allows: the last place of SqueezeNet on small pictures. */
  @Test
  void ceilMaxPooling_ofAPictureSmallerThanTheWindow_isThePlainOne() {
    ComputationGraph graph =
        net(
            "pool",
            g ->
                g.addLayer("conv", conv(6, 10, 8).build(), "in")
                    .addVertex("pool", new CeilMaxPooling(3, 2, 0), "conv"));
    assertAgrees(graph, "pool", pictures(2), 0);
  }

  /** A block as ConvNeXt has it: 7x7 depthwise, norm, 1x1, GELU, 1x1, gain, depth, sum. */
  @Test
  void convNextBlock_cutAnywhere_isThePlainOne() {
    ComputationGraph graph =
        net(
            "rows",
            g ->
                g.addLayer("stem", conv(12, 2, 2).stride(2, 2).build(), "in")
                    .addLayer("stemNorm", new ChannelNorm.Builder().eps(1e-6).build(), "stem")
                    .addLayer(
                        "deep", grouped(7, 7).groups(12).padding(3, 3).nOut(12).build(), "stemNorm")
                    .addLayer("norm", new ChannelNorm.Builder().eps(1e-6).build(), "deep")
                    .addLayer("wide", conv(48, 1, 1).build(), "norm")
                    .addLayer("gelu", new ActivationLayer(new ExactGelu()), "wide")
                    .addLayer("narrow", conv(12, 1, 1).build(), "gelu")
                    .addLayer("gain", new ChannelGain.Builder().build(), "narrow")
                    .addLayer("depth", new StochasticDepth(0.2), "gain")
                    .addVertex("sum", new ElementWiseVertex(ADD), "depth", "stemNorm")
                    .addLayer("alone", new ChannelGain.Builder().build(), "sum")
                    .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "alone")
                    .addLayer("rows", new ChannelNorm.Builder().build(), "pool"));
    for (String frontier :
        new String[] {"stemNorm", "norm", "gelu", "gain", "depth", "sum", "alone", "rows"}) {
      assertAgrees(graph, frontier, pictures(2), 0);
    }
  }

  @Test
  void adaptivePoolingAndPaddedShortcut_betweenOurs_runAsTheyAre() {
    ComputationGraph graph =
        net(
            "end",
            g ->
                g.addLayer("conv", conv3(6), "in")
                    .addVertex("short", new PaddedShortcut(2, 1, 1), "conv")
                    .addVertex("pool", new AdaptiveAveragePooling(3, 3), "short")
                    .addLayer("end", conv3(4), "pool"));
    assertAgrees(graph, "end", pictures(2), 2);
  }

  /** The picture may have another size than the network was made for. */
  @Test
  void pictures_ofAnotherSize_areTaken() {
    ComputationGraph graph =
        net(
            "pool",
            g ->
                g.addLayer("stem", conv3(8), "in")
                    .addLayer("deep", grouped(3, 3).groups(8).padding(1, 1).nOut(8).build(), "stem")
                    .addVertex("ceil", new CeilMaxPooling(3, 2, 0), "deep")
                    .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "ceil"));
    INDArray larger = SmallNets.fill(Nd4j.create(2, CHANNELS, HEIGHT + 6, WIDTH + 3), "l", -1, 1);
    INDArray expected = graph.outputSingle(larger);
    try (Trunk trunk = Trunk.of(graph)) {
      SmallNets.assertSame(trunk.output(larger), expected);
    }
  }

  /** oneDNN's activations and poolings hide what is no number: DL4J runs such a network. */
  @ParameterizedTest
  @ValueSource(strings = {"it_W", "it_b", "norm_gamma", "norm_beta", "gain_gamma"})
  void parameter_thatIsNoNumber_isNotHidden(String parameter) {
    ComputationGraph graph =
        net(
            "pool",
            g ->
                g.addLayer("it", grouped(3, 3).groups(CHANNELS).nOut(CHANNELS).build(), "in")
                    .addLayer("norm", new ChannelNorm.Builder().build(), "it")
                    .addLayer("gain", new ChannelGain.Builder().build(), "norm")
                    .addLayer("act", new ActivationLayer(new Relu6()), "gain")
                    .addVertex("pool", new CeilMaxPooling(3, 2, 0), "act"));
    graph.getParam(parameter).putScalar(0, Float.NaN);
    try (Trunk trunk = Trunk.of(graph)) {
      assertThat(trunk.engine()).isEqualTo("DL4J");
      assertThat(trunk.output(pictures(1)).isNaN().any()).isTrue();
    }
  }
}
