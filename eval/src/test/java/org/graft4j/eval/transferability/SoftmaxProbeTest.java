package org.graft4j.eval.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A head that has converged is the same whatever the way there. */
class SoftmaxProbeTest {

  private static double[][] drawn(int n, int d, int classes, double distance, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        rows[i][j] = random.nextGaussian() + (j == i % classes ? distance : 0);
      }
    }
    return rows;
  }

  private static INDArray targets(int n, int classes) {
    INDArray targets = Nd4j.zeros(DataType.DOUBLE, n, classes);
    for (int i = 0; i < n; i++) {
      targets.putScalar(i, i % classes, 1);
    }
    return targets;
  }

  private static double accuracy(int[] said, int classes) {
    return IntStream.range(0, said.length).filter(i -> said[i] == i % classes).count()
        / (double) said.length;
  }

  /** The best that can be done with two unit Gaussians at a distance of 2 is 0.841. */
  @Test
  void probe_overlappingClasses_isNearTheBestPossible() {
    INDArray rows = Nd4j.createFromArray(drawn(600, 20, 2, Math.sqrt(2), 1));
    INDArray others = Nd4j.createFromArray(drawn(2000, 20, 2, Math.sqrt(2), 2));
    INDArray targets = targets(600, 2);
    SoftmaxProbe probe = SoftmaxProbe.settledOn(rows, targets);
    assertThat(accuracy(probe.classes(rows, targets, others), 2)).isCloseTo(0.841, within(0.03));
  }

  /** More features than rows: without a penalty there is no minimum to converge to. */
  @Test
  void probe_noiseWiderThanTheRows_choosesAStrongPenaltyAndIsAtChance() {
    INDArray rows = Nd4j.createFromArray(drawn(60, 150, 2, 0, 1));
    INDArray targets = targets(60, 2);
    SoftmaxProbe probe = SoftmaxProbe.settledOn(rows, targets);
    assertThat(probe.penalty()).isGreaterThanOrEqualTo(1e-2);
    INDArray others = Nd4j.createFromArray(drawn(500, 150, 2, 0, 2));
    assertThat(accuracy(probe.classes(rows, targets, others), 2)).isBetween(0.42, 0.58);
  }

  /** What balances the views: each row twice is the same problem, not twice the training. */
  @Test
  void fit_eachRowTwice_isTheSame() {
    INDArray rows = Nd4j.createFromArray(drawn(90, 10, 3, 1, 1));
    INDArray targets = targets(90, 3);
    SoftmaxRegression once = SoftmaxRegression.blank(10, 3).fit(rows, targets, 1e-3);
    SoftmaxRegression twice =
        SoftmaxRegression.blank(10, 3)
            .fit(Nd4j.vstack(rows, rows), Nd4j.vstack(targets, targets), 1e-3);
    assertThat(twice.loss(rows, targets)).isCloseTo(once.loss(rows, targets), within(1e-6));
    assertThat(twice.classes(rows)).isEqualTo(once.classes(rows));
  }

  @Test
  void fit_fromElsewhere_endsAtTheSameMinimum() {
    INDArray rows = Nd4j.createFromArray(drawn(90, 10, 3, 1, 1));
    INDArray targets = targets(90, 3);
    SoftmaxRegression cold = SoftmaxRegression.blank(10, 3).fit(rows, targets, 1e-3);
    SoftmaxRegression warm =
        SoftmaxRegression.blank(10, 3).fit(rows, targets, 1e-1).fit(rows, targets, 1e-3);
    assertThat(warm.loss(rows, targets)).isCloseTo(cold.loss(rows, targets), within(1e-6));
  }

  /**
   * One feature at -1 and 1: the minimum solves {@code sigmoid(-2w) = penalty w} for each class.
   */
  @Test
  void fit_twoPoints_isTheClosedForm() {
    INDArray rows = Nd4j.createFromArray(new double[][] {{-1}, {1}});
    INDArray targets = targets(2, 2);
    double low = 0;
    double high = 100;
    for (int i = 0; i < 200; i++) {
      double w = (low + high) / 2;
      if (1 / (1 + Math.exp(2 * w)) > 0.1 * w) {
        low = w;
      } else {
        high = w;
      }
    }
    double expected = Math.log1p(Math.exp(-2 * low));
    double loss = SoftmaxRegression.blank(1, 2).fit(rows, targets, 0.1).loss(rows, targets);
    assertThat(loss).isCloseTo(expected, within(1e-5));
  }

  /** Half of each class is what nobody can tell. */
  @Test
  void fit_softTargets_givesThemBack() {
    INDArray rows = Nd4j.createFromArray(drawn(40, 3, 2, 0, 1));
    INDArray even = Nd4j.ones(DataType.DOUBLE, 40, 2).divi(2);
    double loss = SoftmaxRegression.blank(3, 2).fit(rows, even, 1e-2).loss(rows, even);
    assertThat(loss).isCloseTo(Math.log(2), within(1e-9));
  }

  @Test
  void probe_constantRows_saysTheMostFrequentClass() {
    INDArray rows = Nd4j.ones(DataType.FLOAT, 5, 3);
    INDArray targets =
        Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 1}, {0, 1}, {1, 0}});
    SoftmaxProbe probe = SoftmaxProbe.settledOn(rows, targets);
    assertThat(probe.classes(rows, targets, rows)).containsOnly(1);
  }

  @Test
  void probe_otherWidth_isRefused() {
    INDArray rows = Nd4j.createFromArray(drawn(10, 3, 2, 1, 1));
    SoftmaxProbe probe = SoftmaxProbe.settledOn(rows, targets(10, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probe.classes(rows, targets(10, 2), Nd4j.ones(2, 4)))
        .withMessageContaining("3 and 4");
  }
}
