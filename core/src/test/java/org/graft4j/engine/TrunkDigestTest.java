package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.graft4j.engine.SmallNets.CHANNELS;
import static org.graft4j.engine.SmallNets.HEIGHT;
import static org.graft4j.engine.SmallNets.WIDTH;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.CeilMaxPooling;
import org.graft4j.layer.ChannelGain;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.layer.GroupedConvolution;
import org.graft4j.layer.HardSwish;
import org.graft4j.layer.SiLU;
import org.graft4j.layer.StochasticDepth;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The digest tells networks apart that compute something else, and no others. */
class TrunkDigestTest {

  private static ComputationGraph graph(long seed, IUpdater updater, int stride, Activation curve) {
    return SmallNets.net(
        InputType.convolutional(HEIGHT, WIDTH, CHANNELS),
        seed,
        updater,
        "fc",
        g ->
            g.addLayer("conv", SmallNets.conv(4, 3, 3).stride(stride, stride).build(), "in")
                .addLayer("norm", SmallNets.norm(), "conv")
                .addLayer("curve", new ActivationLayer(curve), "norm")
                .addLayer("fc", new DenseLayer.Builder().nOut(2).build(), "curve"));
  }

  private static ComputationGraph graph() {
    return graph(5, new NoOp(), 1, Activation.RELU);
  }

  private static String digest(ComputationGraph graph) {
    return TrunkDigest.of(graph, "curve");
  }

  @Test
  void digest_otherTraining_isTheSame() {
    ComputationGraph other = graph(6, new Adam(1e-2), 1, Activation.RELU);
    assertThat(digest(graph())).matches("[0-9a-f]{64}").isEqualTo(digest(other));
    assertThat(digest(GraphEdits.withFrozen(graph(), name -> true))).isEqualTo(digest(graph()));
    assertThat(digest(graph().clone())).isEqualTo(digest(graph()));
    assertThat(digest(GraphEdits.truncatedAt(graph(), "curve"))).isEqualTo(digest(graph()));
  }

  @Test
  void digest_parametersAboveTheFrontier_doNotCount() {
    ComputationGraph graph = graph();
    graph.getLayer("fc").getParam("W").addi(1);
    assertThat(digest(graph)).isEqualTo(digest(graph()));
    assertThat(TrunkDigest.of(graph, "fc")).isNotEqualTo(TrunkDigest.of(graph(), "fc"));
  }

  @Test
  void digest_oneNumberStrideOrActivation_isAnother() {
    ComputationGraph one = graph();
    one.getLayer("conv").getParam("W").putScalar(0, 0.123f);
    ComputationGraph statistic = graph();
    statistic.getLayer("norm").getParam("mean").putScalar(3, 0.123f);
    assertThat(digest(graph()))
        .isNotIn(
            digest(one),
            digest(statistic),
            digest(graph(5, new NoOp(), 2, Activation.RELU)),
            digest(graph(5, new NoOp(), 1, Activation.TANH)),
            TrunkDigest.of(graph(), "norm"));
  }

  /** Settings and parameters of the layers of our own. */
  @Test
  void digest_otherSettingOfAnOwnLayer_isAnother() {
    List<String> digests =
        Stream.of(
                own(2, 1, 1e-5, 3, new SiLU()),
                own(4, 1, 1e-5, 3, new SiLU()),
                own(2, 2, 1e-5, 3, new SiLU()),
                own(2, 1, 1e-6, 3, new SiLU()),
                own(2, 1, 1e-5, 2, new SiLU()),
                own(2, 1, 1e-5, 3, new HardSwish()),
                changed("it_W"),
                changed("it_b"),
                changed("cn_gamma"),
                changed("cn_beta"),
                changed("gain_gamma"))
            .map(graph -> TrunkDigest.of(graph, "act"))
            .toList();

    assertThat(digests).doesNotHaveDuplicates();
    assertThat(digests.get(0)).isEqualTo(TrunkDigest.of(own(2, 1, 1e-5, 3, new SiLU()), "act"));
  }

  /** What only training does, and where it begins. */
  @Test
  void digest_otherStochasticDepthOrInitialGain_isTheSame() {
    assertThat(TrunkDigest.of(residual(0.1, 1e-6), "depth"))
        .isEqualTo(TrunkDigest.of(residual(0.4, 1e-5), "depth"));
  }

  /** A setting of somebody else's that has the name of one of training. */
  @Test
  void digest_otherActivationWithADecayOfItsOwn_isAnother() {
    assertThat(TrunkDigest.of(leaky(0.1), "act")).isNotEqualTo(TrunkDigest.of(leaky(0.2), "act"));
  }

  private static ComputationGraph leaky(double decay) {
    return SmallNets.net(
        "act", g -> g.addLayer("act", new ActivationLayer(new Decaying(decay)), "in"));
  }

  /** Times a number of its own. */
  record Decaying(@JsonProperty("decay") double decay) implements IActivation {
    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      return in.muli(decay);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
      return new Pair<>(epsilon.muli(decay), null);
    }

    @Override
    public int numParams(int inputSize) {
      return 0;
    }
  }

  private static ComputationGraph residual(double dropped, double initial) {
    return SmallNets.net(
        "depth",
        g ->
            g.addLayer("gain", new ChannelGain.Builder().initial(initial).build(), "in")
                .addLayer("depth", new StochasticDepth(dropped), "gain"));
  }

  private static ComputationGraph changed(String parameter) {
    ComputationGraph graph = own(2, 1, 1e-5, 3, new SiLU());
    graph.getParam(parameter).putScalar(1, 7f);
    return graph;
  }

  private static ComputationGraph own(
      int groups, int stride, double eps, int window, IActivation curve) {
    ComputationGraph graph =
        SmallNets.net(
            "act",
            g ->
                g.addLayer("stem", SmallNets.conv(4, 1, 1).build(), "in")
                    .addLayer(
                        "it",
                        new GroupedConvolution.Builder(3, 3)
                            .groups(groups)
                            .stride(stride, stride)
                            .nOut(4)
                            .build(),
                        "stem")
                    .addLayer("cn", new ChannelNorm.Builder().eps(eps).build(), "it")
                    .addLayer("gain", new ChannelGain.Builder().build(), "cn")
                    .addVertex("ceil", new CeilMaxPooling(window, 2, 1), "gain")
                    .addLayer("act", new ActivationLayer(curve), "ceil"));
    graph.params().assign(0.25); // another number of groups has fewer weights, not other ones
    return graph;
  }
}
