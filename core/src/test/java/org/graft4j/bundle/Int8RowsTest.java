package org.graft4j.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.graft4j.data.Seed;
import org.graft4j.layer.WeightRows;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Int8RowsTest {
  private static final int WIDTH = 5;

  /** Rows are the outputs of a dense layer, whose array has the inputs first. */
  private static WeightRows rows(float[] byRow) {
    INDArray values = Nd4j.create(new long[] {WIDTH, byRow.length / WIDTH}, 'f');
    WeightRows rows = WeightRows.of(new DenseLayer(), "W", values).orElseThrow();
    rows.put(byRow);
    return rows;
  }

  private static float[] drawn(long seed, int rows, float size) {
    RandomGenerator random = Seed.of(seed).stream("weights");
    float[] values = new float[rows * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return values;
  }

  @Property(tries = 200)
  void values_anyWeights_areHalfAStepOffAtMost(
      @ForAll long seed, @ForAll @IntRange(min = -44, max = 36) int exponent) {
    float[] weights = drawn(seed, 3, (float) Math.pow(10, exponent));
    Int8Rows rounded = Int8Rows.of(rows(weights));
    float[] back = rounded.values();
    for (int i = 0; i < back.length; i++) {
      double off = Math.abs((double) back[i] - weights[i]);
      assertThat(off).isLessThanOrEqualTo(0.5 * rounded.scales()[i / WIDTH]);
    }
  }

  /** A step is hardly larger than it must be, or half of it would be a loose bound. */
  @Property(tries = 100)
  void scale_anyWeights_isTheLargestBy127(@ForAll long seed) {
    float[] weights = drawn(seed, 1, 1);
    double largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    assertThat(Int8Rows.of(rows(weights)).scales()[0] * 127 / largest).isBetween(1.0, 1.0001);
  }

  @Property(tries = 200)
  void of_whatWasRounded_isTheSameToTheBit(
      @ForAll long seed, @ForAll @IntRange(min = -44, max = 36) int exponent) {
    float[] weights = drawn(seed, 2, (float) Math.pow(10, exponent));
    Int8Rows once = Int8Rows.of(rows(weights));
    Int8Rows twice = Int8Rows.of(rows(once.values()));
    assertThat(twice.scales()).isEqualTo(once.scales());
    assertThat(twice.steps()).isEqualTo(once.steps());
  }

  @Test
  void of_zeros_areZerosOfAValidScale() {
    Int8Rows rounded = Int8Rows.of(rows(new float[WIDTH]));
    assertThat(rounded.values()).containsOnly(0f);
    assertThat(Int8Rows.valid(rounded.scales()[0])).isTrue();
  }

  @Test
  void of_bothEnds_areAlike() {
    float[] weights = {-2, 2, 1.1f, -1.1f, 0};
    assertThat(Int8Rows.of(rows(weights)).steps()).containsExactly(-127, 127, 70, -70, 0);
  }

  @Test
  void of_noNumber_isRefused() {
    float[] weights = new float[WIDTH];
    Arrays.fill(weights, Float.NaN);
    assertThatThrownBy(() -> Int8Rows.of(rows(weights)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be finite to be stored as int8, but one was NaN");
    assertThatThrownBy(() -> Int8Rows.of(rows(new float[] {3e38f, 0, 0, 0, Float.MAX_VALUE})))
        .hasMessageContaining("below 1e38");
  }
}
