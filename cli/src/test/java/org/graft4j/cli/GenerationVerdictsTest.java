package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.DatasetException;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The verdicts that need no training, on features that are known. */
class GenerationVerdictsTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b"));
  private static final Seed SEED = Seed.of(1);

  private static List<ImageItem> items(int a, int b) {
    List<ImageItem> items = new ArrayList<>();
    for (int i = 0; i < a + b; i++) {
      items.add(new ImageItem(Path.of("p" + i), "p" + i, i < a ? 0 : 1));
    }
    return items;
  }

  /** Two features, apart by class as far as that. */
  private static INDArray rows(List<ImageItem> items, double apart) {
    double[][] rows = new double[items.size()][2];
    for (int i = 0; i < rows.length; i++) {
      var random = SEED.stream("rows", i);
      rows[i][0] = random.nextGaussian() + apart * items.get(i).label();
      rows[i][1] = random.nextGaussian();
    }
    return Nd4j.createFromArray(rows).castTo(DataType.FLOAT);
  }

  private static GenerationVerdicts verdicts(List<ImageItem> items, INDArray rows)
      throws Exception {
    return new GenerationVerdicts(
        LABELS,
        items,
        rows,
        GenerationVerdicts.divided(LABELS, items, 3, SEED),
        SEED,
        "the head",
        () -> false);
  }

  @Test
  void featuresThatTellNothing_areSaidToBeWeak_othersAreNot() throws Exception {
    List<ImageItem> items = items(30, 20);
    try (INDArray noise = rows(items, 0);
        INDArray clear = rows(items, 8)) {
      assertThat(verdicts(items, noise).weak().orElseThrow()).contains("largest class is 0.600");
      assertThat(verdicts(items, clear).weak()).isEmpty();
    }
  }

  @Test
  void classesOfDifferentSize_haveAControlThatIsBalanced() throws Exception {
    for (int b : new int[] {10, 20}) {
      List<ImageItem> items = items(20, b);
      try (INDArray rows = rows(items, 2)) {
        List<GenerationVerdict> cheap = verdicts(items, rows).cheap();

        assertThat(cheap).hasSize(b == 20 ? 2 : 3);
        assertThat(cheap.get(0).line())
            .startsWith("interpolated features for the head: no, they")
            .contains(20 + b + " held-out pictures");
        assertThat(cheap.get(1).facts()).containsKey("extrapolated features: interval");
      }
    }
  }

  @Test
  void foldThatLeavesOnePictureToLearnFrom_isNamed() {
    assertThatThrownBy(() -> GenerationVerdicts.divided(LABELS, items(9, 2), 3, SEED))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("class 'b'")
        .hasMessageContaining("--folds 0");
  }
}
