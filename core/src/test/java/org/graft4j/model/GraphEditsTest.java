package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

class GraphEditsTest {
  private static final DataSet BATCH =
      new DataSet(SmallGraphs.pictures(DataType.FLOAT, 6), SmallGraphs.labels(DataType.FLOAT, 6));

  @Test
  void withFrozen_thenTrained_frozenParametersAndStatisticsAreBitEqual() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);
    Set<String> frozen = GraphEdits.ancestors(graph.getConfiguration(), "relu2");
    ComputationGraph edited = GraphEdits.withFrozen(graph, frozen::contains);
    Map<String, INDArray> before = copy(edited);

    for (int i = 0; i < 3; i++) {
      edited.fit(BATCH);
    }

    edited
        .paramTable()
        .forEach(
            (name, value) ->
                assertThat(value.equalsWithEps(before.get(name), 0))
                    .as(name)
                    .isEqualTo(frozen.contains(name.substring(0, name.lastIndexOf('_')))));
  }

  @Test
  void withFrozen_laterWithNothing_unwrapsAndKeepsOutputs() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, true);
    INDArray expected = graph.outputSingle(BATCH.getFeatures());

    ComputationGraph twice =
        GraphEdits.withFrozen(GraphEdits.withFrozen(graph, n -> true), n -> true);
    ComputationGraph free = GraphEdits.withFrozen(twice, n -> false);

    assertThat(free.getLayers()).noneMatch(FrozenLayer.class::isInstance);
    assertThat(free.outputSingle(BATCH.getFeatures())).isEqualTo(expected);
  }

  @Test
  void withFrozen_gapBelow_isRefusedByName() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);

    assertThatThrownBy(
            () ->
                GraphEdits.withFrozen(
                    graph, n -> !n.equals("conv2") && !n.equals("fc") && !n.equals("out")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'conv2' was left out");
  }

  @Test
  void edits_doubleGraphWithCounters_keepTypeCountersGeneratorAndTheGivenGraph() {
    ComputationGraph graph = SmallGraphs.residual(DataType.DOUBLE, false);
    graph.getConfiguration().setIterationCount(41);
    graph.getConfiguration().setEpochCount(3);
    INDArray parameters = graph.params().dup();
    String json = graph.getConfiguration().toJson();
    RngState generator = RngState.capture();

    for (ComputationGraph edited :
        new ComputationGraph[] {
          GraphEdits.withFrozen(graph, n -> n.equals("conv1")),
          GraphEdits.truncatedAt(graph, "pool"),
          GraphEdits.withFixedStatistics(graph, n -> true),
          GraphEdits.withStockLayers(graph)
        }) {
      assertThat(edited.params().dataType()).isEqualTo(DataType.DOUBLE);
      assertThat(edited.getIterationCount()).isEqualTo(41);
      assertThat(edited.getEpochCount()).isEqualTo(3);
    }

    assertThat(RngState.capture()).isEqualTo(generator);
    assertThat(graph.params()).isEqualTo(parameters);
    assertThat(graph.getConfiguration().toJson()).isEqualTo(json);
  }

  @Test
  void truncatedAt_residualVertex_givesThatActivation() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);
    Map<String, INDArray> activations = graph.feedForward(BATCH.getFeatures(), false);

    ComputationGraph trunk = GraphEdits.truncatedAt(graph, "add");

    // "add" itself is overwritten by the activation layer behind it when the whole graph runs
    assertThat(Transforms.tanh(trunk.outputSingle(BATCH.getFeatures())))
        .isEqualTo(activations.get("relu2"));
    assertThat(trunk.getConfiguration().getVertices()).doesNotContainKeys("relu2", "fc", "out");
  }

  @Test
  void withFixedStatistics_variantsOfTheVariance_keepOutputsThereAndBack() {
    for (boolean logStd : new boolean[] {false, true}) {
      ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, logStd);
      INDArray expected = graph.outputSingle(BATCH.getFeatures());

      ComputationGraph fixed =
          GraphEdits.withFixedStatistics(GraphEdits.withFrozen(graph, "conv1"::equals), n -> true);
      ComputationGraph stock = GraphEdits.withStockLayers(fixed);

      // float32: the variance goes through a power, and the sums are taken in another order
      assertThat(fixed.outputSingle(BATCH.getFeatures()).distance2(expected))
          .isCloseTo(0, within(2e-6));
      assertThat(stock.outputSingle(BATCH.getFeatures()).distance2(expected))
          .isCloseTo(0, within(2e-6));
      assertThat(stock.getConfiguration().toJson()).doesNotContain("graft4j", "Frozen");
      assertThat(stock.getLayer("bn2").conf().getLayer().getClass())
          .isEqualTo(BatchNormalization.class);
      assertThat(fixed.getLayer("conv1")).isInstanceOf(FrozenLayer.class);
    }
  }

  @Test
  void ancestors_unknownVertex_namesItAndThoseThereAre() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);

    assertThatThrownBy(() -> GraphEdits.ancestors(graph.getConfiguration(), "layer9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown vertex 'layer9'")
        .hasMessageContaining("conv1");
  }

  private static Map<String, INDArray> copy(ComputationGraph graph) {
    Map<String, INDArray> copy = new HashMap<>();
    graph.paramTable().forEach((name, value) -> copy.put(name, value.dup()));
    return copy;
  }

  @Test
  void above_residualCut_composesToTheWholeGraph() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);
    INDArray pictures = SmallGraphs.pictures(DataType.FLOAT, 3);
    for (String frontier : List.of("relu1", "relu2", "pool", "dense")) {
      INDArray rows = graph.feedForward(pictures, false).get(frontier);
      ComputationGraph upper = GraphEdits.above(graph, frontier);

      assertThat(upper.outputSingle(false, rows))
          .as(frontier)
          .isEqualTo(graph.outputSingle(false, pictures));
      assertThat(upper.getConfiguration().getNetworkInputs()).containsExactly(frontier);
    }
  }

  @Test
  void above_vertexBesideAShortcut_isRefused() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);

    assertThatThrownBy(() -> GraphEdits.above(graph, "conv2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frontier must be the only vertex", "'conv2'");
  }

  @Test
  void frontier_frozenSets_isTheirLastVertexWhereTheyAreACut() {
    ComputationGraph graph = SmallGraphs.residual(DataType.FLOAT, false);

    assertThat(GraphEdits.frontier(graph, Set.of("conv1", "bn1"))).contains("bn1");
    assertThat(GraphEdits.frontier(graph, Set.of("relu1"))).contains("relu1");
    assertThat(GraphEdits.frontier(graph, Set.of("bn2"))).as("the shortcut").isEmpty();
    assertThat(GraphEdits.frontier(graph, Set.of())).isEmpty();
    assertThat(GraphEdits.frontier(graph, Set.of("out"))).as("nothing above").isEmpty();
  }
}
