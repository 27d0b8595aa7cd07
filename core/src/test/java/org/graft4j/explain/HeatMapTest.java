package org.graft4j.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.graft4j.data.Picture;
import org.junit.jupiter.api.Test;

/** A heat map lies where it belongs, and its colours keep their order. */
class HeatMapTest {

  @Test
  void of_scores_leavesOutTheNegativeAndDividesByTheLargest() {
    HeatMap map = HeatMap.of(2, 2, new double[] {-3, 1, 4, 0});

    assertThat(map.value(0, 0)).isZero();
    assertThat(map.value(0, 1)).isEqualTo(0.25);
    assertThat(map.value(1, 0)).isEqualTo(1);
    assertThat(map.peak()).isEqualTo(4);
    assertThat(map.blank()).isFalse();
  }

  @Test
  void of_aScoreThatIsNoNumber_isAnError() {
    assertThatThrownBy(() -> HeatMap.of(1, 2, new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void over_aGreyPicture_isYellowWhereItIsWarmAndVioletWhereItIsCold() {
    byte[] rgb = new byte[3 * 8 * 4];
    Arrays.fill(rgb, (byte) 128);

    Picture over = HeatMap.of(1, 2, new double[] {0, 1}).over(new Picture(8, 4, rgb));

    assertThat(over.width()).isEqualTo(8);
    assertThat(over.height()).isEqualTo(4);
    assertThat(over.value(0, 0, 2)).isGreaterThan(over.value(0, 0, 1)); // violet
    assertThat(over.value(7, 3, 0)).isGreaterThan(over.value(7, 3, 2)); // yellow
    assertThat(rgb).containsOnly(128);
  }

  @Test
  void colours_ofGrowingHeat_growLighter() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      double light =
          0.299 * ColourMap.of(i / 100.0, 0)
              + 0.587 * ColourMap.of(i / 100.0, 1)
              + 0.114 * ColourMap.of(i / 100.0, 2);
      assertThat(light).isGreaterThan(before);
      before = light;
    }
  }
}
