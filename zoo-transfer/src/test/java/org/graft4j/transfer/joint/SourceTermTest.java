package org.graft4j.transfer.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.graft4j.data.Seed;
import org.graft4j.train.objective.Ramp;
import org.graft4j.train.objective.StepBatch;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SourceTermTest {
  private static final List<String> IDS = List.of("t/1", "s/1", "t/2", "s/2", "s/3");
  private static final Map<String, Integer> LABELS = Map.of("s/1", 2, "s/2", 0, "s/3", 1);

  private final INDArray features = random("features", 5, 4);
  private final SourceHead head = new SourceHead(random("W", 4, 3), random("b", 1, 3), false);
  private final SourceTerm term = new SourceTerm("pool", head, LABELS, Ramp.constant(0.5), 0.1);

  private static INDArray random(String purpose, int rows, int columns) {
    RandomGenerator random = Seed.of(4).stream(purpose);
    INDArray values = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      values.putScalar(i, random.nextDouble(-2, 2));
    }
    return values;
  }

  private static StepBatch batch(List<String> ids) {
    return new StepBatch(Nd4j.zeros(5, 1), Nd4j.zeros(5, 2), ids, 0, 0);
  }

  private double value(INDArray slope) {
    return term.compute(features, batch(IDS), slope);
  }

  @Test
  void compute_value_isTheMeanCrossEntropyOfSourceRows() {
    double expected = 0;
    for (int row : new int[] {1, 3, 4}) {
      double[] logits = new double[3];
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        logits[c] = head.bias().getDouble(c);
        for (int i = 0; i < 4; i++) {
          logits[c] += features.getDouble(row, i) * head.weights().getDouble(i, c);
        }
        sum += Math.exp(logits[c]);
      }
      expected += (Math.log(sum) - logits[LABELS.get(IDS.get(row))]) / 3;
    }

    assertThat(value(features.ulike().assign(0))).isCloseTo(expected, within(1e-12));
    assertThat(term.weight(0.3)).isEqualTo(0.5);
  }

  @Test
  void compute_slopes_equalCentralDifferences() {
    INDArray slope = features.ulike().assign(0);
    value(slope);
    INDArray ofWeights = term.slopes().get("W").dup();
    INDArray ofBias = term.slopes().get("b").dup();

    assertSlopes(features, slope);
    assertSlopes(head.weights(), ofWeights);
    assertSlopes(head.bias(), ofBias);
  }

  private void assertSlopes(INDArray of, INDArray slope) {
    double h = 1e-5;
    for (int i = 0; i < of.length(); i++) {
      double old = of.getDouble(i);
      of.putScalar(i, old + h);
      double above = value(features.ulike().assign(0));
      of.putScalar(i, old - h);
      double below = value(features.ulike().assign(0));
      of.putScalar(i, old);
      assertThat(slope.getDouble(i)).isCloseTo((above - below) / (2 * h), within(1e-9));
    }
  }

  @Test
  void close_heads_lettingGoOfNativeMemory() {
    term.close();

    assertThat(head.weights().wasClosed()).isTrue();
    assertThat(term.slopes().get("W").wasClosed()).isTrue();
  }

  @Test
  void compute_targetRows_haveNoSlope() {
    INDArray slope = features.ulike().assign(0);
    value(slope);

    for (int i = 0; i < 4; i++) {
      assertThat(slope.getDouble(0, i)).isZero();
      assertThat(slope.getDouble(2, i)).isZero();
      assertThat(slope.getDouble(1, i)).isNotZero();
    }
  }

  @Test
  void compute_noSourceRow_isZeroWithZeroSlopes() {
    value(features.ulike().assign(0));
    INDArray slope = features.ulike().assign(0);

    double value = term.compute(features, batch(List.of("a", "b", "c", "d", "e")), slope);

    assertThat(value).isZero();
    assertThat(slope.amaxNumber().doubleValue()).isZero();
    assertThat(term.slopes().get("W").amaxNumber().doubleValue()).isZero();
  }

  @Test
  void compute_batchWithoutIds_isRefused() {
    assertThatThrownBy(() -> term.compute(features, batch(List.of()), features.ulike()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must name its pictures, but has 0 ids for 5");
  }
}
