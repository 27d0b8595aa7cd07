package org.graft4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Mixed and smoothed labels: loss and gradients are those of cross-entropy with any distribution.
 */
class SoftLabelsTest {

  @Test
  void compute_softLabels_agreesWithDl4j() {
    ComputationGraph graph = TrainedGraphs.residual();
    INDArray batch = TrainedGraphs.batch(6);
    INDArray hard = TrainedGraphs.labels(6);
    INDArray soft = hard.mul(0.3);
    for (int i = 0; i < 6; i++) {
      soft.getRow(i).addi(hard.getRow((i + 1) % 6).mul(0.7));
    }
    soft = soft.mul(0.9).addi(0.1 / soft.size(1));
    ComputationGraph exact = graph.convertDataType(DataType.DOUBLE);
    exact.setInputs(batch.castTo(DataType.DOUBLE));
    exact.setLabels(soft.castTo(DataType.DOUBLE));
    exact.computeGradientAndScore();

    try (GradientEngine engine = GradientEngine.of(graph).orElseThrow()) {
      assertThat(engine.compute(batch, soft)).isCloseTo(exact.score(), within(1e-5));
      exact
          .gradient()
          .gradientForVariable()
          .forEach(
              (name, values) -> {
                INDArray actual = engine.gradient(name).castTo(DataType.DOUBLE);
                double distance =
                    actual.reshape(values.shape()).sub(values).norm2Number().doubleValue();
                double norm = values.norm2Number().doubleValue();
                // As in GradientEngineTest: sums of a few thousand products in float.
                assertThat(distance).as(name).isLessThanOrEqualTo(2e-5 * Math.max(norm, 1e-2));
              });
    }
  }
}
