package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.GraphEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class GradientEngineTest {
  private static final int BATCH = 6;

  /**
   * Relative to the gradient's norm, against DL4J's own pass in double precision: sums of a few
   * thousand products in float.
   */
  private static final double TOLERANCE = 2e-5;

  static void assertAgrees(ComputationGraph graph, GradientEngine engine, int size) {
    INDArray batch = TrainedGraphs.batch(size);
    INDArray labels = TrainedGraphs.labels(size);
    ComputationGraph exact = graph.convertDataType(DataType.DOUBLE);
    exact.setInputs(batch.castTo(DataType.DOUBLE));
    exact.setLabels(labels.castTo(DataType.DOUBLE));
    exact.computeGradientAndScore();

    double loss = engine.compute(batch, labels);

    assertThat(loss).isCloseTo(exact.score(), within(1e-5));
    Map<String, INDArray> expected = exact.gradient().gradientForVariable();
    assertThat(expected).isNotEmpty();
    expected.forEach(
        (name, values) -> {
          INDArray actual = engine.gradient(name).castTo(DataType.DOUBLE);
          double norm = values.norm2Number().doubleValue();
          double distance = actual.reshape(values.shape()).sub(values).norm2Number().doubleValue();
          assertThat(distance).as(name).isLessThanOrEqualTo(TOLERANCE * Math.max(norm, 1e-2));
        });
  }

  private static GradientEngine engine(ComputationGraph graph) {
    return GradientEngine.of(graph).orElseThrow();
  }

  @Test
  void compute_batchNormByItsBatch_agreesWithDl4j() {
    ComputationGraph graph = TrainedGraphs.residual();
    try (GradientEngine engine = engine(graph)) {
      assertAgrees(graph, engine, BATCH);
    }
  }

  @Test
  void compute_batchNormOnFixedStatistics_agreesWithDl4j() {
    ComputationGraph graph =
        GraphEdits.withFixedStatistics(TrainedGraphs.residual(), vertex -> true);
    try (GradientEngine engine = engine(graph)) {
      assertAgrees(graph, engine, BATCH);
    }
  }

  @Test
  void compute_ownActivationsSumsAndUnknownVertices_agreesWithDl4j() {
    ComputationGraph graph = TrainedGraphs.plain();
    try (GradientEngine engine = engine(graph)) {
      assertAgrees(graph, engine, BATCH);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stem.relu", "pool", "a.norm", "sum.relu", "dense"})
  void compute_frozenUpToAVertex_agreesWithDl4j(String frontier) {
    ComputationGraph graph = frozen(TrainedGraphs.residual(), frontier);
    try (GradientEngine engine = engine(graph)) {
      assertAgrees(graph, engine, BATCH);
    }
  }

  @Test
  void compute_frozenBelowFixedStatistics_agreesWithDl4j() {
    ComputationGraph graph = frozen(TrainedGraphs.residual(), "pool");
    ComputationGraph fixed =
        GraphEdits.withFixedStatistics(graph, vertex -> !vertex.startsWith("stem"));
    try (GradientEngine engine = engine(fixed)) {
      assertAgrees(fixed, engine, BATCH);
    }
  }

  private static ComputationGraph frozen(ComputationGraph graph, String frontier) {
    Set<String> below = GraphEdits.ancestors(graph.getConfiguration(), frontier);
    return GraphEdits.withFrozen(graph, below::contains);
  }

  @Test
  void gradient_ofAFrozenParameter_isRefused() {
    try (GradientEngine engine = engine(frozen(TrainedGraphs.residual(), "pool"))) {
      engine.compute(TrainedGraphs.batch(BATCH), TrainedGraphs.labels(BATCH));

      assertThatThrownBy(() -> engine.gradient("stem_W"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stem_W");
    }
  }

  @Test
  void compute_afterAChangeOfTheParameters_readsTheNewOnes() {
    ComputationGraph graph = TrainedGraphs.residual();
    try (GradientEngine engine = engine(graph)) {
      engine.compute(TrainedGraphs.batch(BATCH), TrainedGraphs.labels(BATCH));
      graph.params().muli(0.9);

      assertAgrees(graph, engine, BATCH);
    }
  }

  @Test
  void compute_batchesOfSeveralSizesInTurn_eachAgreesWithDl4j() {
    ComputationGraph graph =
        GraphEdits.withFixedStatistics(TrainedGraphs.residual(), vertex -> true);
    try (GradientEngine engine = engine(graph)) {
      for (int size : new int[] {6, 1, 4, 6}) {
        assertAgrees(graph, engine, size);
      }
    }
  }

  @Test
  void compute_theSameBatchAgain_givesTheSameBits() {
    ComputationGraph graph = TrainedGraphs.residual();
    try (GradientEngine engine = engine(graph)) {
      INDArray batch = TrainedGraphs.batch(BATCH);
      INDArray labels = TrainedGraphs.labels(BATCH);
      engine.compute(batch, labels);
      Map<String, INDArray> first = new LinkedHashMap<>();
      graph.paramTable().keySet().forEach(n -> first.put(n, engine.gradient(n).dup()));

      engine.compute(batch, labels);

      first.forEach((name, values) -> assertThat(engine.gradient(name)).as(name).isEqualTo(values));
    }
  }

  @Test
  void compute_anyGraph_changesNeitherParametersNorBatch() {
    ComputationGraph graph = TrainedGraphs.residual();
    INDArray before = graph.params().dup();
    INDArray batch = TrainedGraphs.batch(BATCH);
    try (GradientEngine engine = engine(graph)) {
      engine.compute(batch, TrainedGraphs.labels(BATCH));
    }
    assertThat(graph.params()).isEqualTo(before);
    assertThat(batch).isEqualTo(TrainedGraphs.batch(BATCH));
  }

  @Test
  void bytes_fromTheSecondStepOn_stayAsTheyAre() {
    try (GradientEngine engine = engine(TrainedGraphs.residual())) {
      engine.compute(TrainedGraphs.batch(BATCH), TrainedGraphs.labels(BATCH));
      long before = engine.bytes();
      for (int i = 0; i < 5; i++) {
        engine.compute(TrainedGraphs.batch(BATCH), TrainedGraphs.labels(BATCH));
      }
      assertThat(engine.bytes()).isEqualTo(before).isPositive();
    }
  }

  @Test
  void compute_withDropout_drawsOncePerCallAlsoWhenTheShapeIsNew() {
    ComputationGraph graph =
        TrainedGraphs.graph(
            g ->
                g.addLayer(
                    "output",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(TrainedGraphs.CLASSES)
                        .dropOut(0.5)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "input"));
    INDArray batch = TrainedGraphs.batch(BATCH);
    INDArray labels = TrainedGraphs.labels(BATCH);
    try (GradientEngine fresh = engine(graph);
        GradientEngine used = engine(graph)) {
      used.compute(batch, labels);
      Nd4j.getRandom().setSeed(5);
      double first = fresh.compute(batch, labels);
      Nd4j.getRandom().setSeed(5);

      assertThat(used.compute(batch, labels)).isEqualTo(first);
      assertThat(used.compute(batch, labels)).isNotEqualTo(first);
    }
  }

  @Test
  void of_doubleNumbers_isEmpty() {
    assertThat(GradientEngine.of(TrainedGraphs.residual().convertDataType(DataType.DOUBLE)))
        .isEmpty();
  }
}
