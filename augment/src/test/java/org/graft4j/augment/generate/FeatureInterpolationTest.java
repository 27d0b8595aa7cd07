package org.graft4j.augment.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.graft4j.augment.search.LabelledRows;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureInterpolationTest {
  /** Class 0 lies on a line, class 1 far from it; the last row is alone in class 2. */
  private static final float[][] ROWS = {{0, 0}, {1, 2}, {2, 4}, {100, 0}, {101, 1}, {-50, 7}};

  private static final int[] LABELS = {0, 0, 0, 1, 1, 2};

  @Test
  void between_newRows_lieOnTheWayToARowOfTheirClass() {
    try (INDArray rows = Nd4j.createFromArray(ROWS);
        LabelledRows more =
            new FeatureInterpolation(2, 0, 1, 20).more(rows, LABELS, 3, Seed.of(1))) {
      assertThat(more.size()).isEqualTo(6 + 6 * 20);
      for (int i = 6; i < 66; i++) {
        double x = more.rows().getDouble(i, 0);
        assertThat(x).isBetween(0.0, 2.0);
        assertThat(more.rows().getDouble(i, 1)).isCloseTo(2 * x, within(1e-5));
        assertThat(more.targets().getDouble(i, 0)).isEqualTo(1);
      }
    }
  }

  @Test
  void beyond_newRows_leadAway() {
    try (INDArray rows = Nd4j.createFromArray(ROWS);
        LabelledRows more = FeatureInterpolation.beyond().more(rows, LABELS, 3, Seed.of(1))) {
      // From row 3 away from row 4, and the other way.
      assertThat(more.rows().getDouble(9, 0)).isBetween(99.5, 100.0);
      assertThat(more.rows().getDouble(10, 0)).isBetween(101.0, 101.5);
    }
  }

  @Test
  void rowsThatAreThere_comeFirstAsTheyWere() {
    try (INDArray rows = Nd4j.createFromArray(ROWS);
        LabelledRows more = FeatureInterpolation.between().more(rows, LABELS, 3, Seed.of(1))) {
      assertThat(more.rows().getRows(0, 1, 2, 3, 4, 5)).isEqualTo(rows);
    }
  }

  @Test
  void rowAloneInItsClass_isRepeated() {
    try (INDArray rows = Nd4j.createFromArray(ROWS);
        LabelledRows more = FeatureInterpolation.between().more(rows, LABELS, 3, Seed.of(1))) {
      assertThat(more.rows().getRow(11)).isEqualTo(rows.getRow(5));
    }
  }

  @Test
  void oneNeighbour_isTheNearest() {
    try (INDArray rows = Nd4j.createFromArray(ROWS);
        LabelledRows more =
            new FeatureInterpolation(1, 1, 1, 1).more(rows, LABELS, 3, Seed.of(9))) {
      assertThat(more.rows().getRow(6)).isEqualTo(rows.getRow(1));
      assertThat(more.rows().getRow(8)).isEqualTo(rows.getRow(1));
    }
  }

  @Test
  void foldsRows_areMadeOfItsItemsAlone() throws Exception {
    try (INDArray rows = Nd4j.createFromArray(ROWS);
        LabelledRows more =
            FeatureInterpolation.between()
                .rows(rows, LABELS, 3, Seed.of(1))
                .of(List.of(0, 1, 3, 5))) {
      assertThat(more.size()).isEqualTo(8);
      // Row 2, which is held out, would pull them beyond 1.
      assertThat(more.rows().getDouble(4, 0)).isBetween(0.0, 1.0);
      assertThat(more.rows().getDouble(5, 0)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void badSettings_areNamed() {
    assertThatThrownBy(() -> new FeatureInterpolation(0, 0, 1, 1)).hasMessageContaining("0 and 1");
    assertThatThrownBy(() -> new FeatureInterpolation(1, 0.5, 0.2, 1)).hasMessageContaining("0.2");
    assertThatThrownBy(() -> new FeatureInterpolation(1, Double.NaN, 1, 1))
        .hasMessageContaining("NaN");
  }
}
