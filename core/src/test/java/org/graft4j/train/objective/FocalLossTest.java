package org.graft4j.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FocalLossTest {

  @Property(tries = 40)
  void slope_ofAnyBatch_isTheDerivative(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @DoubleRange(max = 4) double gamma) {
    double[] logits = LossSlopes.logits(seed, rows, 4);
    FocalLoss loss = new FocalLoss(gamma, List.of(0.5, 2.0, 0.0, 1.25));

    LossSlopes.requireSlope(loss, logits, LossSlopes.labels(seed, rows, 4), rows);
    LossSlopes.requireSlope(loss, logits, LossSlopes.probabilities(seed, rows, 4), rows);
  }

  @Property(tries = 40)
  void gammaZero_ofAnyBatch_isCrossEntropy(@ForAll long seed) {
    double[] logits = LossSlopes.logits(seed, 6, 3);
    double[] labels = LossSlopes.labels(seed, 6, 3);

    assertThat(LossSlopes.value(FocalLoss.of(0), logits, labels, 6))
        .isCloseTo(LossSlopes.value(CrossEntropy.plain(), logits, labels, 6), within(1e-12));
    assertThat(LossSlopes.slope(FocalLoss.of(0), logits, labels, 6))
        .containsExactly(LossSlopes.slope(CrossEntropy.plain(), logits, labels, 6), within(1e-12));
  }

  /** One that is right with 0.9 counts a hundredth of what it does in the cross entropy. */
  @Test
  void easyExample_countsByTheShareThatIsLeft() {
    double[] logits = {Math.log(9), 0};
    double[] label = {1, 0};

    assertThat(LossSlopes.value(FocalLoss.of(2), logits, label, 1))
        .isCloseTo(-0.01 * Math.log(0.9), within(1e-15));
  }

  /** Nearly sure: 1 - p would be 0 in double precision, though the value is not. */
  @Test
  void sureExample_hasAValueFromTheOthers() {
    double[] logits = {50, 0};

    assertThat(LossSlopes.value(FocalLoss.of(1), logits, new double[] {1, 0}, 1))
        .isCloseTo(Math.exp(-100), within(1e-55));
  }

  @Test
  void logits_ofAThousand_areFinite() {
    double[] logits = {1000, -1000, -1000, 1000};
    double[] labels = {0, 1, 0, 1};

    for (double gamma : new double[] {0, 0.5, 1, 2}) {
      assertThat(LossSlopes.value(FocalLoss.of(gamma), logits, labels, 2)).isEqualTo(1000);
      assertThat(LossSlopes.slope(FocalLoss.of(gamma), logits, labels, 2))
          .containsExactly(0.5, -0.5, 0, 0);
    }
  }

  @Test
  void rowOfZeros_inABatch_changesNothing() {
    double[] slope =
        LossSlopes.slope(FocalLoss.of(2), new double[] {1, 2, -3, 4}, new double[] {1, 0, 0, 0}, 2);
    double[] without =
        LossSlopes.slope(FocalLoss.of(2), new double[] {1, 2}, new double[] {1, 0}, 1);

    assertThat(slope).containsExactly(without[0], without[1], 0, 0);
  }

  @Test
  void batch_withoutLabels_isZero() {
    assertThat(LossSlopes.value(FocalLoss.of(2), new double[] {1, 2}, new double[2], 1)).isZero();
  }

  @Test
  void describe_namesWhatIsSet() {
    assertThat(FocalLoss.of(2).describe()).isEqualTo("focal loss, gamma 2.0");
    assertThat(new FocalLoss(2, List.of(0.25, 1.0)).describe())
        .isEqualTo("focal loss, gamma 2.0, alpha [0.25, 1.0]");
  }

  @Test
  void values_outOfRange_areRefused() {
    assertThatThrownBy(() -> FocalLoss.of(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gamma must be finite and not negative, but was -1.0");
    assertThatThrownBy(() -> new FocalLoss(2, List.of(Double.NaN)))
        .hasMessage("alpha must be finite and not negative, but were [NaN]");
  }
}
