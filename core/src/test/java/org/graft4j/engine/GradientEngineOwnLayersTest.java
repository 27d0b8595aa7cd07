package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.graft4j.engine.SmallNets.conv;
import static org.graft4j.engine.SmallNets.conv3;
import static org.graft4j.engine.SmallNets.norm;

import java.util.Set;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.NoOp;

/** Gradients of networks that mix the layers of {@code org.graft4j.layer} are DL4J's. */
class GradientEngineOwnLayersTest {
  private static final ElementWiseVertex.Op ADD = ElementWiseVertex.Op.Add;

  @Test
  void compute_allOfThem_agreesWithDl4j() {
    assertAgrees(network());
  }

  @Test
  void compute_onFixedStatistics_agreesWithDl4j() {
    assertAgrees(GraphEdits.withFixedStatistics(network(), vertex -> true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu6", "scale", "sum", "ceil", "merge"})
  void compute_frozenUpToAVertex_agreesWithDl4j(String frontier) {
    ComputationGraph graph = network();
    Set<String> below = GraphEdits.ancestors(graph.getConfiguration(), frontier);
    assertAgrees(GraphEdits.withFrozen(graph, below::contains));
  }

  /** Both engines draw from the same generator, once a step. */
  @Test
  void compute_stochasticDepth_agreesWithDl4jOnTheSameDraws() {
    ComputationGraph graph =
        SmallNets.net(
            InputType.convolutional(12, 10, 3),
            5,
            new NoOp(),
            "out",
            g ->
                g.addLayer("stem", conv3(6), "in")
                    .addLayer("branch", conv3(6), "stem")
                    .addLayer("depth", new StochasticDepth(0.5), "branch")
                    .addVertex("sum", new ElementWiseVertex(ADD), "depth", "stem")
                    .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "sum")
                    .addLayer("out", output(), "pool"));
    graph.setInputs(TrainedGraphs.batch(8));
    graph.setLabels(TrainedGraphs.labels(8));
    RngState.keeping((Runnable) graph::computeGradientAndScore);
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      double loss =
          RngState.keeping(() -> engine.compute(TrainedGraphs.batch(8), TrainedGraphs.labels(8)));

      assertThat(loss).isCloseTo(graph.score(), within(1e-5));
      assertThat(engine.gradient("branch_W").distance2(graph.gradient().getGradientFor("branch_W")))
          .isLessThan(1e-4);
    }
  }

  @Test
  void compute_stochasticNorms_agreesWithDl4jOnTheSameDraws() {
    ComputationGraph graph =
        GraphEdits.withStochasticBatchNorm(network(), 0.5, vertex -> !vertex.equals("twoNorm"));
    graph.setInputs(TrainedGraphs.batch(8));
    graph.setLabels(TrainedGraphs.labels(8));
    RngState.keeping((Runnable) graph::computeGradientAndScore);
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      for (int time = 0; time < 2; time++) { // also the first one, in which the program is made
        double loss =
            RngState.keeping(() -> engine.compute(TrainedGraphs.batch(8), TrainedGraphs.labels(8)));

        assertThat(loss).isCloseTo(graph.score(), within(1e-5));
        graph
            .gradient()
            .gradientForVariable()
            .forEach(
                (name, slope) ->
                    assertThat(engine.gradient(name).distance2(slope))
                        .as(name)
                        .isLessThan(1e-4 * (1 + slope.norm2Number().doubleValue())));
      }
    }
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder()
        .nOut(TrainedGraphs.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static void assertAgrees(ComputationGraph graph) {
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      GradientEngineTest.assertAgrees(graph, engine, 4);
      GradientEngineTest.assertAgrees(graph, engine, 3);
    }
  }

  private static GroupedConvolution.Builder grouped(int kernel, int groups, int out) {
    return new GroupedConvolution.Builder(kernel, kernel).groups(groups).nOut(out);
  }

  /** Inverted residual with a gate, a block as ConvNeXt has it, concatenation, poolings. */
  private static ComputationGraph network() {
    return SmallNets.net(
        InputType.convolutional(12, 10, 3),
        5,
        new NoOp(),
        "out",
        g ->
            g.addLayer("stem", conv3(8), "in")
                .addLayer("stemNorm", norm(), "stem")
                .addLayer("relu6", new ActivationLayer(new Relu6()), "stemNorm")
                .addLayer("deep", grouped(3, 8, 8).padding(1, 1).hasBias(false).build(), "relu6")
                .addLayer("deepNorm", norm(), "deep")
                .addLayer("swish", new ActivationLayer(new HardSwish()), "deepNorm")
                .addVertex("squeeze", new AdaptiveAveragePooling(1, 1), "swish")
                .addLayer("fc", conv(8, 1, 1).build(), "squeeze")
                .addLayer("gate", new ActivationLayer(new HardSigmoid6()), "fc")
                .addVertex("scale", new ChannelScale(), "swish", "gate")
                .addLayer("norm", new ChannelNorm.Builder().build(), "scale")
                .addLayer("wide", conv(16, 1, 1).build(), "norm")
                .addLayer("gelu", new ActivationLayer(new ExactGelu()), "wide")
                .addLayer("narrow", conv(8, 1, 1).build(), "gelu")
                .addLayer("gain", new ChannelGain.Builder().build(), "narrow")
                .addVertex("sum", new ElementWiseVertex(ADD), "gain", "scale")
                .addLayer("two", grouped(3, 2, 8).stride(2, 2).padding(0, 1, 0, 1).build(), "sum")
                .addLayer("twoNorm", norm(), "two")
                .addLayer("silu", new ActivationLayer(new SiLU()), "twoNorm")
                .addVertex("short", new PaddedShortcut(2, 0, 1), "sum")
                .addVertex("merge", new MergeVertex(), "silu", "short")
                .addLayer("mergeNorm", norm(), "merge")
                .addVertex("ceil", new CeilMaxPooling(3, 2, 0), "mergeNorm")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "ceil")
                .addLayer("out", output(), "pool"));
  }
}
