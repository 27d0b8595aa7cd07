package org.graft4j.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.train.objective.CrossEntropy.Mean;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 0.0, 1.25);

  @Property(tries = 40)
  void slope_ofAnyBatch_isTheDerivative(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @DoubleRange(max = 0.9) double smoothing,
      @ForAll Mean mean) {
    double[] logits = LossSlopes.logits(seed, rows, 4);

    CrossEntropy loss = new CrossEntropy(smoothing, WEIGHTS, mean);
    LossSlopes.requireSlope(loss, logits, LossSlopes.labels(seed, rows, 4), rows);
    LossSlopes.requireSlope(loss, logits, LossSlopes.probabilities(seed, rows, 4), rows);
  }

  /** Not only nearly: who gives weights of 1 gets the same model. */
  @Property(tries = 40)
  void weightsOfOne_ofClassNumbers_areNoWeights(
      @ForAll long seed, @ForAll @DoubleRange(max = 0.9) double smoothing, @ForAll Mean mean) {
    double[] logits = LossSlopes.logits(seed, 7, 3);
    double[] labels = LossSlopes.labels(seed, 7, 3);

    CrossEntropy weighted = new CrossEntropy(smoothing, List.of(1.0, 1.0, 1.0), mean);
    CrossEntropy plain = CrossEntropy.smoothed(smoothing);

    assertThat(LossSlopes.value(weighted, logits, labels, 7))
        .isEqualTo(LossSlopes.value(plain, logits, labels, 7));
    assertThat(LossSlopes.slope(weighted, logits, labels, 7))
        .containsExactly(LossSlopes.slope(plain, logits, labels, 7));
  }

  /** Classes have no order: renumbering them renumbers the slope and leaves the value. */
  @Property(tries = 40)
  void value_ofRenumberedClasses_isTheSame(@ForAll long seed, @ForAll Mean mean) {
    double[] logits = LossSlopes.logits(seed, 5, 4);
    double[] labels = LossSlopes.probabilities(seed, 5, 4);
    List<Double> turned = List.of(1.25, 0.5, 2.0, 0.0);

    double before = LossSlopes.value(new CrossEntropy(0.1, WEIGHTS, mean), logits, labels, 5);
    double after =
        LossSlopes.value(new CrossEntropy(0.1, turned, mean), turned(logits), turned(labels), 5);

    assertThat(after).isCloseTo(before, within(1e-12));
  }

  private static double[] turned(double[] rows) {
    double[] turned = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      turned[i / 4 * 4 + (i + 1) % 4] = rows[i];
    }
    return turned;
  }

  @Test
  void weights_ofABatchOfOneClass_cancelInTheMeanByWeightOnly() {
    double[] logits = {1, 2, 0.5, -1};
    double[] labels = {1, 0, 1, 0};
    double plain = LossSlopes.value(CrossEntropy.plain(), logits, labels, 2);

    List<Double> weights = List.of(3.0, 1.0);
    assertThat(LossSlopes.value(CrossEntropy.weighted(weights), logits, labels, 2))
        .isCloseTo(plain, within(1e-15));
    assertThat(LossSlopes.value(new CrossEntropy(0, weights, Mean.BY_ROW), logits, labels, 2))
        .isCloseTo(3 * plain, within(1e-15));
  }

  /** As if the row were not in the batch: it is not a label "none of them". */
  @Test
  void rowOfZeros_inABatch_changesNothing() {
    double[] logits = {1, 2, -3, 4, 0.5, -1};
    double[] slope =
        LossSlopes.slope(CrossEntropy.smoothed(0.1), logits, new double[] {1, 0, 0, 0, 0, 1}, 3);
    double[] without =
        LossSlopes.slope(
            CrossEntropy.smoothed(0.1), new double[] {1, 2, 0.5, -1}, new double[] {1, 0, 0, 1}, 2);

    assertThat(slope).containsExactly(without[0], without[1], 0, 0, without[2], without[3]);
  }

  @Test
  void batch_withoutLabels_isZeroWithASlopeOfZeros() {
    double[] slope = {7, 7, 7, 7};

    double value = CrossEntropy.plain().compute(new double[] {1, 2, 3, 4}, new double[4], 2, slope);

    assertThat(value).isZero();
    assertThat(slope).containsOnly(0);
  }

  @Test
  void batch_ofClassesOfWeightZero_isZeroWithASlopeOfZeros() {
    double[] slope = {7, 7};

    double value =
        CrossEntropy.weighted(List.of(0.0, 1.0))
            .compute(new double[] {1, 2}, new double[] {1, 0}, 1, slope);

    assertThat(value).isZero();
    assertThat(slope).containsOnly(0);
  }

  @Test
  void logits_ofAThousand_areFinite() {
    double[] logits = {1000, -1000, -1000, 1000};
    double[] labels = {0, 1, 0, 1};

    assertThat(LossSlopes.value(CrossEntropy.plain(), logits, labels, 2)).isEqualTo(1000);
    assertThat(LossSlopes.slope(CrossEntropy.plain(), logits, labels, 2))
        .containsExactly(0.5, -0.5, 0, 0);
  }

  @Test
  void logit_thatIsNoNumber_givesNaN() {
    assertThat(
            LossSlopes.value(
                CrossEntropy.plain(), new double[] {Double.NaN, 0}, new double[] {0, 1}, 1))
        .isNaN();
  }

  @Test
  void describe_namesWhatIsSet() {
    assertThat(CrossEntropy.plain().describe()).isEqualTo("cross entropy");
    assertThat(new CrossEntropy(0.1, List.of(1.0, 2.5), Mean.BY_ROW).describe())
        .isEqualTo("cross entropy, label smoothing 0.1, class weights [1.0, 2.5] by row");
  }

  @Test
  void weights_ofAnotherNumberOfClasses_areRefused() {
    assertThatThrownBy(
            () ->
                LossSlopes.value(
                    CrossEntropy.weighted(List.of(1.0, 2.0)), new double[3], new double[3], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classWeights must be one for each of the 3 classes, but were [1.0, 2.0]");
  }

  @Test
  void values_outOfRange_areRefused() {
    assertThatThrownBy(() -> CrossEntropy.smoothed(1))
        .hasMessage("labelSmoothing must be in [0, 1), but was 1.0");
    assertThatThrownBy(() -> CrossEntropy.smoothed(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CrossEntropy.weighted(List.of(1.0, -2.0)))
        .hasMessage("classWeights must be finite and not negative, but were [1.0, -2.0]");
    assertThatThrownBy(() -> CrossEntropy.weighted(List.of(0.0, 0.0)))
        .hasMessage("classWeights must not all be 0, but were [0.0, 0.0]");
  }
}
