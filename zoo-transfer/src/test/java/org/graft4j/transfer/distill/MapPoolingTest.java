package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Maps of two sizes meet at the smaller. */
class MapPoolingTest {

  @Test
  void pooled_toHalfTheSize_isTheMeanOfFour() {
    MapPooling pooling = MapPooling.of(new MapShape(1, 2, 4), new MapShape(9, 1, 2));

    assertThat(pooling.pooled(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 1)).containsExactly(3.5, 5.5);
  }

  /** As PyTorch's adaptive average pooling of 1 2 3 4 5 to 3: means of 1 2, 2 3 4 and 4 5. */
  @Test
  void pooled_toASizeThatDoesNotDivide_overlaps() {
    MapPooling pooling = MapPooling.of(new MapShape(1, 1, 5), new MapShape(1, 1, 3));

    assertThat(pooling.pooled(new double[] {1, 2, 3, 4, 5}, 1))
        .containsExactly(new double[] {1.5, 3, 4.5}, within(1e-12));
  }

  /** Only the larger side is pooled, each direction for itself. */
  @Test
  void pooling_ofSizesThatCross_takesTheSmallerOfEach() {
    MapPooling pooling = MapPooling.of(new MapShape(1, 4, 2), new MapShape(1, 2, 8));

    assertThat(pooling).isEqualTo(new MapPooling(4, 2, 2, 2));
  }

  /** Slopes go back the way that numbers came: the two are transposes. */
  @Test
  void spread_ofSlopes_isTheTransposeOfPooling() {
    MapPooling pooling = MapPooling.of(new MapShape(2, 5, 4), new MapShape(2, 3, 3));
    double[] maps = Lesson.random(2 * 20, 1);
    double[] slopes = Lesson.random(2 * 9, 2);

    assertThat(product(pooling.pooled(maps, 2), slopes))
        .isCloseTo(product(maps, pooling.spread(slopes, 2)), within(1e-12));
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
