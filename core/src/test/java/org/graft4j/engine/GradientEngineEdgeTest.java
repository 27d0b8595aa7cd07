package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.layer.ChannelNorm;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks and uses that are not those of the zoo. */
class GradientEngineEdgeTest {

  private static void conv(GraphBuilder g, String name, String from, int out, int kernel) {
    g.addLayer(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(out)
            .stride(1, 1)
            .padding(kernel / 2, kernel / 2)
            .activation(Activation.IDENTITY)
            .build(),
        from);
  }

  private static void norm(GraphBuilder g, String name, String from, boolean logStd) {
    g.addLayer(name, new BatchNormalization.Builder().eps(1e-3).useLogStd(logStd).build(), from);
  }

  private static void relu(GraphBuilder g, String name, String from) {
    g.addLayer(name, new ActivationLayer(Activation.RELU), from);
  }

  private static void output(GraphBuilder g, String from, double kept) {
    g.addLayer(
        "output",
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nOut(TrainedGraphs.CLASSES)
            .dropOut(kept)
            .activation(Activation.SOFTMAX)
            .build(),
        from);
  }

  private static void head(GraphBuilder g, String from) {
    g.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), from);
    output(g, "mean", 1);
  }

  /** The norm follows no convolution: there is nothing to fold it into. */
  private static void preActivation(GraphBuilder g) {
    conv(g, "a", "input", 6, 3);
    g.addLayer(
        "pool",
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
            .kernelSize(2, 2)
            .stride(2, 2)
            .build(),
        "a");
    norm(g, "norm", "pool", false);
    relu(g, "relu", "norm");
    conv(g, "b", "relu", 6, 3);
    head(g, "b");
  }

  private static void normOfRows(GraphBuilder g) {
    conv(g, "a", "input", 6, 3);
    g.addLayer("rows", new GlobalPoolingLayer(PoolingType.AVG), "a");
    g.addLayer(
        "dense",
        new DenseLayer.Builder().nOut(8).hasBias(false).activation(Activation.IDENTITY).build(),
        "rows");
    norm(g, "norm", "dense", false);
    relu(g, "relu", "norm");
    output(g, "relu", 1);
  }

  private static ComputationGraph frozen(ComputationGraph graph, String frontier) {
    Set<String> below = GraphEdits.ancestors(graph.getConfiguration(), frontier);
    return GraphEdits.withFrozen(graph, below::contains);
  }

  /** DL4J itself cannot go back through a frozen layer, and says so: it is left to it. */
  @Test
  void of_frozenLayerThatRunsAsItIsAboveATrainedOne_isEmpty() {
    ComputationGraph graph =
        TrainedGraphs.graph(
            g -> {
              conv(g, "a", "input", 6, 3);
              g.addLayer("norm", new FrozenLayer(new ChannelNorm.Builder().build()), "a");
              conv(g, "b", "norm", 6, 3);
              head(g, "b");
            });
    graph.setInputs(TrainedGraphs.batch(2));
    graph.setLabels(TrainedGraphs.labels(2));

    assertThat(GradientEngine.of(graph)).isEmpty();
    assertThatThrownBy(graph::computeGradientAndScore)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("all epsilons not set. Layer \"a\"");
  }

  @Test
  void of_frozenBatchNormAboveATrainedConvolution_isEmpty() {
    BatchNormalization norm = new BatchNormalization.Builder().useLogStd(false).build();
    ComputationGraph graph =
        TrainedGraphs.graph(
            g -> {
              conv(g, "a", "input", 6, 3);
              g.addLayer("norm", new FrozenLayer(norm), "a");
              head(g, "norm");
            });

    assertThat(GradientEngine.of(graph)).isEmpty();
  }

  private static void assertAgrees(ComputationGraph graph) {
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      GradientEngineTest.assertAgrees(graph, engine, 6);
      GradientEngineTest.assertAgrees(graph, engine, 1);
    }
  }

  @Test
  void compute_reluBehindANormOnFixedStatisticsWithoutConvolution_agreesWithDl4j() {
    assertAgrees(
        GraphEdits.withFixedStatistics(
            TrainedGraphs.graph(GradientEngineEdgeTest::preActivation), vertex -> true));
  }

  @Test
  void compute_reluBehindAFrozenNormWithoutConvolution_agreesWithDl4j() {
    assertAgrees(frozen(TrainedGraphs.graph(GradientEngineEdgeTest::preActivation), "relu"));
  }

  @Test
  void compute_reluBehindANormOfRows_agreesWithDl4j() {
    ComputationGraph graph = frozen(TrainedGraphs.graph(GradientEngineEdgeTest::normOfRows), "a");
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      GradientEngineTest.assertAgrees(graph, engine, 6);
    }
  }

  @Test
  void compute_reluBehindAFrozenNormOfRows_agreesWithDl4j() {
    assertAgrees(frozen(TrainedGraphs.graph(GradientEngineEdgeTest::normOfRows), "relu"));
  }

  @Test
  void compute_frozenBranchSummedWithATrainedOne_agreesWithDl4j() {
    ComputationGraph graph =
        TrainedGraphs.graph(
            g -> {
              conv(g, "stem", "input", 6, 3);
              conv(g, "side", "stem", 8, 1);
              norm(g, "side.norm", "side", true);
              conv(g, "main", "stem", 8, 3);
              norm(g, "main.norm", "main", false);
              g.addVertex(
                  "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "main.norm", "side.norm");
              relu(g, "relu", "sum");
              head(g, "relu");
            });
    ComputationGraph half = frozen(graph, "side.norm");
    try (GradientEngine engine = GradientEngine.of(half).orElseThrow()) {
      GradientEngineTest.assertAgrees(half, engine, 6);
    }
  }

  @Test
  void compute_fixedStatisticsThatTheCallerChanged_readsTheNewOnes() {
    ComputationGraph graph =
        GraphEdits.withFixedStatistics(TrainedGraphs.residual(), vertex -> true);
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      GradientEngineTest.assertAgrees(graph, engine, 6);
      graph.params().muli(0.9);
      GradientEngineTest.assertAgrees(graph, engine, 6);
    }
  }

  @Test
  void of_aParameterThatIsNoNumber_leavesTheGraphToDl4j() {
    ComputationGraph graph = frozen(TrainedGraphs.residual(), "pool");
    graph.getParam("stem_W").putScalar(0, Float.NaN);

    assertThat(GradientEngine.of(graph)).isEmpty();
  }

  @Test
  void compute_batchThatHoldsNoNumber_givesNoNumber() {
    INDArray batch = TrainedGraphs.batch(4);
    batch.putScalar(5, Float.NaN);
    try (GradientEngine engine = GradientEngine.of(TrainedGraphs.residual()).orElseThrow()) {
      assertThat(engine.compute(batch, TrainedGraphs.labels(4))).isNaN();
    }
  }

  @Test
  void compute_batchOfOtherChannels_isRefusedWithTheShape() {
    try (GradientEngine engine = GradientEngine.of(TrainedGraphs.residual()).orElseThrow()) {
      INDArray batch = Nd4j.zeros(DataType.FLOAT, 2, 4, 12, 10);
      assertThatThrownBy(() -> engine.compute(batch, TrainedGraphs.labels(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[batch, 3, height, width]");
    }
  }

  @Test
  void compute_afterClose_saysSo() {
    GradientEngine engine = GradientEngine.of(TrainedGraphs.residual()).orElseThrow();
    engine.close();

    assertThatThrownBy(() -> engine.compute(TrainedGraphs.batch(2), TrainedGraphs.labels(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void close_graphThatDl4jTrainedBefore_canBeTrainedByItAgain() {
    ComputationGraph graph =
        TrainedGraphs.graph(
            g -> {
              conv(g, "a", "input", 6, 3);
              g.addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), "a");
              output(g, "mean", 0.9);
            });
    byDl4j(graph);
    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      engine.compute(TrainedGraphs.batch(4), TrainedGraphs.labels(4));
    }

    assertThatCode(() -> byDl4j(graph)).doesNotThrowAnyException();
  }

  private static void byDl4j(ComputationGraph graph) {
    graph.setInputs(TrainedGraphs.batch(4));
    graph.setLabels(TrainedGraphs.labels(4));
    graph.computeGradientAndScore();
  }

  @Test
  void output_picturesTakenAsRowsOfOtherSides_areRefused() {
    ComputationGraph graph =
        TrainedGraphs.graph(
            g -> {
              conv(g, "a", "input", 18, 3);
              g.addLayer(
                  "dense",
                  new DenseLayer.Builder().nOut(9).activation(Activation.RELU).build(),
                  "a");
              output(g, "dense", 1);
            });
    try (Trunk trunk = Trunk.of(graph)) {
      trunk.output(Nd4j.rand(DataType.FLOAT, 2, 3, 12, 10)).close();

      assertThatThrownBy(() -> trunk.output(Nd4j.rand(DataType.FLOAT, 2, 3, 10, 12)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("height and width");
    }
  }
}
