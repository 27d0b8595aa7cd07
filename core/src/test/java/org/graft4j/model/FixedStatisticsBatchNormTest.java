package org.graft4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.dataset.DataSet;

class FixedStatisticsBatchNormTest {
  private static final INDArray X = SmallGraphs.pictures(DataType.DOUBLE, 4);
  private static final INDArray Y = SmallGraphs.labels(DataType.DOUBLE, 4);

  /** All parameters of a net with the layer on 4-d and 2-d inputs, against central differences. */
  @Test
  void gradient_fourAndTwoDimensions_equalsCentralDifferences() {
    ComputationGraph graph =
        GraphEdits.withFixedStatistics(SmallGraphs.residual(DataType.DOUBLE, false), n -> true);
    graph.setInputs(X);
    graph.setLabels(Y);
    graph.computeGradientAndScore();
    double h = 1e-5;
    for (String name : graph.paramTable().keySet()) {
      boolean statistic = name.endsWith("_mean") || name.endsWith("_var");
      INDArray view = graph.paramTable().get(name);
      INDArray analytic = graph.gradient().gradientForVariable().get(name).dup();
      long step = Math.max(1, view.length() / 3); // some places of each parameter will do
      for (long i = 0; i < view.length(); i += step) {
        long[] at = Shape.ind2subC(view.shape(), i);
        double expected = 0; // statistics are not trained: their update has to be exactly 0
        if (!statistic) {
          double old = view.getDouble(at);
          view.putScalar(at, old + h);
          double above = score(graph);
          view.putScalar(at, old - h);
          double below = score(graph);
          view.putScalar(at, old);
          expected = (above - below) / (2 * h) * X.size(0); // DL4J's gradients are sums
        }
        assertThat(analytic.getDouble(at))
            .as("%s[%d]", name, i)
            .isCloseTo(expected, within(statistic ? 0 : 1e-7));
      }
    }
  }

  @Test
  void training_withAdam_movesGammaButNoStatistics() {
    ComputationGraph graph =
        GraphEdits.withFixedStatistics(SmallGraphs.residual(DataType.DOUBLE, false), n -> true);
    INDArray mean = graph.getParam("bn1_mean").dup();
    INDArray variance = graph.getParam("bn3_var").dup();
    INDArray gamma = graph.getParam("bn1_gamma").dup();

    for (int i = 0; i < 3; i++) {
      graph.fit(new DataSet(X, Y));
    }

    assertThat(graph.getParam("bn1_mean")).isEqualTo(mean);
    assertThat(graph.getParam("bn3_var")).isEqualTo(variance);
    assertThat(graph.getParam("bn1_gamma").distance2(gamma)).isGreaterThan(1e-3);
  }

  @Test
  void json_readBack_isEqualAndGivesTheSameOutputs() {
    ComputationGraph graph =
        GraphEdits.withFixedStatistics(SmallGraphs.residual(DataType.DOUBLE, false), n -> true);

    var conf = ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
    ComputationGraph again = new ComputationGraph(conf);
    again.init(graph.params(), true);

    assertThat(conf).isEqualTo(graph.getConfiguration());
    assertThat(again.getLayer("bn2")).isInstanceOf(FixedStatisticsBatchNormLayer.class);
    assertThat(again.outputSingle(X)).isEqualTo(graph.outputSingle(X));
  }

  @Test
  void equals_stockLayerOfTheSameSettings_isAnotherLayer() {
    BatchNormalization stock = new BatchNormalization.Builder().useLogStd(false).build();
    FixedStatisticsBatchNorm fixed = FixedStatisticsBatchNorm.of(stock);

    assertThat(stock).isNotEqualTo(fixed);
    assertThat(fixed).isNotEqualTo(stock).isEqualTo(FixedStatisticsBatchNorm.of(stock));
  }

  @Test
  void of_lockedGammaBeta_isRefusedByName() {
    BatchNormalization locked =
        new BatchNormalization.Builder().name("bn7").lockGammaBeta(true).build();

    assertThatThrownBy(() -> FixedStatisticsBatchNorm.of(locked))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bn7'");
  }

  private static double score(ComputationGraph graph) {
    // L2 is added by the updater, not by the gradient under test
    return graph.score(new DataSet(X, Y), true) - graph.calcRegularizationScore(true);
  }
}
