package org.graft4j.augment.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What holds for every mixing, whatever it draws. */
class BatchMixingTest {

  private static final Map<String, BatchMixing> TABLE =
      Map.of(
          "none", BatchMixing.NONE,
          "mixup", new MixUp(0.4),
          "cutmix", new CutMix(1),
          "both", new MixUpOrCutMix(new MixUp(1), new CutMix(1), 0.5));

  @Provide
  Arbitrary<String> name() {
    return Arbitraries.of(TABLE.keySet());
  }

  /** Example i is 1 in plane i of n planes, and its label is class i: what is mixed shows. */
  private static INDArray planes(int n, int height, int width) {
    INDArray batch = Nd4j.zeros(n, n, height, width);
    for (int i = 0; i < n; i++) {
      batch.tensorAlongDimension(i * n + i, 2, 3).assign(1);
    }
    return batch;
  }

  /** The label must say how much of a picture is which example's, or training learns untruths. */
  @Property(tries = 150)
  void apply_anyBatch_labelsAreTheSharesOfThePictures(
      @ForAll("name") String name,
      @ForAll @IntRange(min = 1, max = 6) int n,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll long seed) {
    INDArray batch = planes(n, height, width);
    INDArray labels = Nd4j.eye(n);

    TABLE.get(name).draw(Seed.of(seed).stream("mix")).apply(batch, labels);

    INDArray shares = batch.mean(2, 3);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < n; c++) {
        assertThat(labels.getDouble(i, c)).isCloseTo(shares.getDouble(i, c), Offset.offset(1e-6));
      }
    }
  }

  @Property(tries = 30)
  void apply_batchOfOne_changesNothing(@ForAll("name") String name, @ForAll long seed) {
    INDArray batch = Nd4j.linspace(0, 1, 3 * 5 * 5).reshape(1, 3, 5, 5);
    INDArray before = batch.dup();

    TABLE.get(name).draw(Seed.of(seed).stream("mix")).apply(batch, Nd4j.ones(1, 2));

    assertThat(batch).isEqualTo(before);
  }

  @Property(tries = 30)
  void draw_sameSeed_mixesAlike(@ForAll("name") String name, @ForAll long seed) {
    INDArray first = planes(4, 8, 8);
    INDArray second = planes(4, 8, 8);
    BatchMixing mixing = TABLE.get(name);

    mixing.draw(Seed.of(seed).stream("mix")).apply(first, Nd4j.eye(4));
    mixing.draw(Seed.of(seed).stream("mix")).apply(second, Nd4j.eye(4));

    assertThat(second).isEqualTo(first);
  }

  /** The batch may be a part of a larger array, and then the rest is not the mixing's. */
  @Test
  void apply_viewOfAnArray_leavesTheRest() {
    INDArray whole = Nd4j.rand(6, 3, 8, 8);
    INDArray before = whole.dup();
    INDArray part = whole.get(NDArrayIndex.interval(2, 5));

    new MixUp.Blend(0.5).apply(part, Nd4j.eye(3));
    new Box(0.3, 0.5, 0.5).apply(part, Nd4j.eye(3));

    for (int i : List.of(0, 1, 5)) {
      assertThat(whole.slice(i)).isEqualTo(before.slice(i));
    }
    assertThat(whole.slice(2)).isNotEqualTo(before.slice(2));
  }

  @Test
  void apply_vectors_areBlendedByMixUp() {
    INDArray rows = Nd4j.create(new float[][] {{1, 0}, {0, 1}, {2, 2}});
    INDArray labels = Nd4j.eye(3);

    new MixUp.Blend(0.75).apply(rows, labels);

    assertThat(rows)
        .isEqualTo(Nd4j.create(new float[][] {{1.25f, 0.5f}, {0.25f, 0.75f}, {1.5f, 1.75f}}));
    assertThat(labels.getRow(1)).isEqualTo(Nd4j.create(new float[] {0.25f, 0.75f, 0}));
  }

  @Test
  void apply_vectors_areRefusedByCutMix() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Box(0.5, 0.5, 0.5).apply(Nd4j.zeros(4, 7), Nd4j.eye(4)))
        .withMessage("CutMix must have a batch [batch, depth, height, width], but it was [4, 7]");
  }

  @Test
  void requireShape_vectorsAndTinyMaps_areRefusedWhereBoxesArePasted() {
    for (BatchMixing mixing : List.of(TABLE.get("cutmix"), TABLE.get("both"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> mixing.requireShape(512))
          .withMessageContaining("3x3")
          .withMessageContaining("[512]: use MixUp");
      assertThatIllegalArgumentException().isThrownBy(() -> mixing.requireShape(512, 2, 7));
      mixing.requireShape(512, 3, 3);
    }
    TABLE.get("mixup").requireShape(512);
  }

  @Test
  void apply_leavesTheCallersGenerator() {
    RngState before = RngState.capture();
    TABLE.values().forEach(m -> m.draw(Seed.of(1).stream("x")).apply(planes(3, 6, 6), Nd4j.eye(3)));
    assertThat(RngState.capture()).isEqualTo(before);
  }

  @Test
  void describe_otherSettings_differs() {
    assertThat(new MixUp(0.2).describe()).isEqualTo("MixUp[alpha=0.2]");
    assertThat(TABLE.values().stream().map(BatchMixing::describe).distinct()).hasSize(4);
  }
}
