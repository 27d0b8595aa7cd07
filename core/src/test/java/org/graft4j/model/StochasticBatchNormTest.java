package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

class StochasticBatchNormTest {
  private static final INDArray X = SmallGraphs.pictures(DataType.DOUBLE, 5);
  private static final INDArray Y = SmallGraphs.labels(DataType.DOUBLE, 5);

  private static ComputationGraph stock() {
    return SmallGraphs.residual(DataType.DOUBLE, false);
  }

  private static ComputationGraph stochastic(double probability) {
    return GraphEdits.withStochasticBatchNorm(stock(), probability, vertex -> true);
  }

  /** Loss and gradients under the draws of one seed. */
  private static double step(ComputationGraph graph, long seed) {
    return RngState.keeping(
        () -> {
          Nd4j.getRandom().setSeed(seed);
          graph.setInputs(X);
          graph.setLabels(Y);
          graph.computeGradientAndScore();
          return graph.score() - graph.calcRegularizationScore(true);
        });
  }

  private static boolean statistic(String name) {
    return name.endsWith("_mean") || name.endsWith("_var");
  }

  /** With the draws held; on pictures and on rows, in channels of both kinds. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void gradient_drawsHeld_equalsCentralDifferences(double probability) {
    ComputationGraph graph = stochastic(probability);
    step(graph, 3);
    Map<String, INDArray> slopes = new java.util.LinkedHashMap<>();
    graph.gradient().gradientForVariable().forEach((name, s) -> slopes.put(name, s.dup()));
    double h = 1e-5;
    slopes.forEach(
        (name, slope) -> {
          INDArray view = graph.paramTable().get(name);
          long stride = Math.max(1, view.length() / 4);
          for (long i = 0; i < view.length() && !statistic(name); i += stride) {
            long[] at = Shape.ind2subC(view.shape(), i);
            double old = view.getDouble(at);
            view.putScalar(at, old + h);
            double above = step(graph, 3);
            view.putScalar(at, old - h);
            double below = step(graph, 3);
            view.putScalar(at, old);
            assertThat(slope.getDouble(at))
                .as("%s[%d]", name, i)
                .isCloseTo((above - below) / (2 * h) * X.size(0), within(1e-6));
          }
        });
  }

  @Test
  void train_never_isPlainBatchNorm() {
    ComputationGraph plain = stock();
    ComputationGraph never = stochastic(0);

    assertThat(step(never, 3)).isCloseTo(step(plain, 3), within(1e-12));
    assertSameGradients(never, plain, false);
  }

  @Test
  void train_always_isFixedStatisticsThatMove() {
    ComputationGraph fixed = GraphEdits.withFixedStatistics(stock(), vertex -> true);
    ComputationGraph always = stochastic(1);

    assertThat(step(always, 3)).isCloseTo(step(fixed, 3), within(1e-12));
    assertSameGradients(always, fixed, true);
    assertThat(always.gradient().getGradientFor("bn1_mean").norm2Number().doubleValue())
        .isPositive();
  }

  private static void assertSameGradients(
      ComputationGraph one, ComputationGraph other, boolean butStatistics) {
    Map<String, INDArray> expected = other.gradient().gradientForVariable();
    one.gradient()
        .gradientForVariable()
        .forEach(
            (name, slope) -> {
              if (!(butStatistics && statistic(name))) {
                double apart = slope.distance2(expected.get(name));
                assertThat(apart).as(name).isLessThan(1e-9);
              }
            });
  }

  /** Statistics move as in plain batch norm, whatever was drawn. */
  @Test
  void train_lowestNorm_movesItsStatisticsAsPlainBatchNorm() {
    ComputationGraph plain = stock();
    ComputationGraph half = stochastic(0.5);
    step(plain, 3);
    step(half, 3);

    for (String name : new String[] {"bn1_mean", "bn1_var"}) {
      double apart =
          half.gradient().getGradientFor(name).distance2(plain.gradient().getGradientFor(name));
      assertThat(apart).as(name).isLessThan(1e-12);
    }
  }

  @Test
  void train_draws_followTheGenerator() {
    ComputationGraph graph = stochastic(0.5);

    assertThat(step(graph, 3)).isEqualTo(step(graph, 3)).isNotEqualTo(step(graph, 4));
  }

  @Test
  void inference_isPlainBatchNorm() {
    assertThat(stochastic(0.5).outputSingle(X).distance2(stock().outputSingle(X)))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void json_readBack_isEqualAndGivesTheSameOutputs() {
    ComputationGraph graph = stochastic(0.25);

    var conf = ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
    ComputationGraph again = new ComputationGraph(conf);
    again.init(graph.params(), true);

    assertThat(conf).isEqualTo(graph.getConfiguration());
    assertThat(conf).isNotEqualTo(stochastic(0.5).getConfiguration());
    assertThat(step(again, 3)).isEqualTo(step(graph, 3));
  }

  @Test
  void clone_trainedOn_leavesTheOriginal() {
    ComputationGraph graph = stochastic(0.5);
    INDArray before = graph.params().dup();

    ComputationGraph copy = graph.clone();
    assertThat(copy.getConfiguration()).isEqualTo(graph.getConfiguration());
    RngState.keeping(() -> copy.fit(new org.nd4j.linalg.dataset.DataSet(X, Y)));

    assertThat(graph.params()).isEqualTo(before);
    assertThat(copy.params()).isNotEqualTo(before);
  }

  @Test
  void frozen_keepsEveryBitAndDrawsNothing() {
    ComputationGraph graph = stochastic(0.5);
    var low = GraphEdits.ancestors(graph.getConfiguration(), "pool");
    ComputationGraph frozen = GraphEdits.withFrozen(graph, low::contains);
    INDArray mean = frozen.getParam("bn1_mean").dup();

    RngState.keeping(() -> frozen.fit(new org.nd4j.linalg.dataset.DataSet(X, Y)));

    assertThat(frozen.getParam("bn1_mean")).isEqualTo(mean);
    assertThat(frozen.getParam("bn1_gamma")).isEqualTo(graph.getParam("bn1_gamma"));
  }

  @Test
  void withPlainBatchNorm_andStockLayers_giveDl4jsOwnLayers() {
    for (ComputationGraph plain :
        new ComputationGraph[] {
          GraphEdits.withPlainBatchNorm(stochastic(0.5)),
          GraphEdits.withStockLayers(stochastic(0.5)),
        }) {
      for (String norm : new String[] {"bn1", "bn2", "bn3"}) {
        assertThat(plain.getLayer(norm).conf().getLayer().getClass())
            .isEqualTo(BatchNormalization.class);
      }
      assertThat(plain.params()).isEqualTo(stock().params());
    }
  }

  @Test
  void withFixedStatistics_ofStochastic_isFixed() {
    ComputationGraph fixed = GraphEdits.withFixedStatistics(stochastic(0.5), vertex -> true);

    assertThat(fixed.getLayer("bn1").conf().getLayer())
        .isInstanceOf(FixedStatisticsBatchNorm.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void of_noProbability_isRefused(double probability) {
    BatchNormalization norm = new BatchNormalization.Builder().name("bn7").build();

    assertThatThrownBy(() -> StochasticBatchNorm.of(norm, probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability must be from 0 to 1, but was " + probability);
  }
}
