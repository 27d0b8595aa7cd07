package org.graft4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Picture;
import org.graft4j.data.ResizeRule;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class DrawnBatchesTest {
  private static final DrawnTask TASK = DrawnTask.target();
  private static final Seed SEED = Seed.of(9);

  /** Preparation computes in float. */
  private static final Offset<Double> ROUNDING = within(1e-6);

  private static InputSpec spec(InputSpec.ChannelOrder order) {
    return new InputSpec(
        24, 24, new ResizeRule.Squash(), order, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.5));
  }

  private static DrawnBatches batches(int examples) {
    return DrawnBatches.of(TASK, spec(InputSpec.ChannelOrder.RGB), examples, 16, SEED);
  }

  private static List<DataSet> drain(DataSetIterator iterator) {
    List<DataSet> all = new ArrayList<>();
    while (iterator.hasNext()) {
      all.add(iterator.next());
    }
    return all;
  }

  @Test
  void epoch_anyNumberOfThreads_givesSameBytes() {
    List<DataSet> one = drain(batches(50).threads(1).epoch(2));
    for (int threads : new int[] {2, 8}) {
      List<DataSet> more = drain(batches(50).threads(threads).epoch(2));
      assertThat(more).hasSameSizeAs(one);
      for (int i = 0; i < one.size(); i++) {
        assertThat(more.get(i).getFeatures()).isEqualTo(one.get(i).getFeatures());
        assertThat(more.get(i).getLabels()).isEqualTo(one.get(i).getLabels());
      }
    }
  }

  @Test
  void epoch_lastBatch_hasWhatIsLeft() {
    List<DataSet> all = drain(batches(50).epoch(0));

    assertThat(batches(50).batches()).isEqualTo(4);
    assertThat(all).extracting(DataSet::numExamples).containsExactly(16, 16, 16, 2);
    assertThat(all.get(3).getFeatures().shape()).containsExactly(2, 3, 24, 24);
    assertThat(all.get(3).getLabels().shape()).containsExactly(2, 8);
  }

  @Test
  void epoch_classes_comeInEqualNumbersGiveOrTakeOne() {
    INDArray counts = null;
    for (DataSet batch : drain(batches(50).epoch(0))) {
      INDArray sum = batch.getLabels().sum(0);
      counts = counts == null ? sum : counts.add(sum);
    }
    assertThat(Arrays.stream(counts.toDoubleVector()).boxed()).hasSize(8).isSubsetOf(6.0, 7.0);
  }

  @Test
  void epoch_other_showsOtherPicturesInAnotherOrder() {
    DataSet first = batches(16).epoch(0).next();
    DataSet second = batches(16).epoch(1).next();

    assertThat(second.getFeatures()).isNotEqualTo(first.getFeatures());
    assertThat(second.getLabels()).isNotEqualTo(first.getLabels());
  }

  @Test
  void features_ofAPicture_areNormalisedByTheSpec() {
    DataSet batch = batches(16).epoch(3).next();
    for (int i = 0; i < 16; i++) {
      Picture drawn = drawn(batch, 3, i);
      assertThat(batch.getFeatures().getDouble(i, 0, 7, 4))
          .isCloseTo((drawn.value(4, 7, 0) / 255.0 - 0.5) / 0.2, ROUNDING);
      assertThat(batch.getFeatures().getDouble(i, 2, 7, 4))
          .isCloseTo((drawn.value(4, 7, 2) / 255.0 - 0.3) / 0.5, ROUNDING);
    }
  }

  @Test
  void features_ofBgrSpec_beginWithBlue() {
    InputSpec bgr = spec(InputSpec.ChannelOrder.BGR);
    DataSet batch = DrawnBatches.of(TASK, bgr, 16, 16, SEED).epoch(3).next();
    Picture drawn = drawn(batch, 3, 5);

    assertThat(batch.getFeatures().getDouble(5, 0, 7, 4))
        .isCloseTo((drawn.value(4, 7, 2) / 255.0 - 0.5) / 0.2, ROUNDING);
  }

  @Test
  void features_ofGreySpec_haveOneChannelOfLuminance() {
    InputSpec grey =
        spec(InputSpec.ChannelOrder.RGB)
            .withChannels(InputSpec.ChannelOrder.GREY, List.of(0.5), List.of(0.25));
    DataSet batch = DrawnBatches.of(TASK, grey, 16, 16, SEED).epoch(3).next();
    Picture drawn = drawn(batch, 3, 5);
    double luminance =
        0.299 * drawn.value(4, 7, 0) + 0.587 * drawn.value(4, 7, 1) + 0.114 * drawn.value(4, 7, 2);

    assertThat(batch.getFeatures().shape()).containsExactly(16, 1, 24, 24);
    assertThat(batch.getFeatures().getDouble(5, 0, 7, 4))
        .isCloseTo((luminance / 255 - 0.5) / 0.25, within(0.6 / 255 / 0.25));
  }

  @Test
  void features_ofSpecThatResizes_areDrawnAtSizeAllTheSame() {
    InputSpec cut =
        new InputSpec(
            24,
            24,
            new ResizeRule.ShorterSide(32),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.4, 0.3),
            List.of(0.2, 0.25, 0.5));

    assertThat(DrawnBatches.of(TASK, cut, 16, 16, SEED).epoch(3).next().getFeatures())
        .isEqualTo(batches(16).epoch(3).next().getFeatures());
  }

  @Test
  void of_channelsThatNoPictureHas_isRefused() {
    InputSpec bands =
        spec(InputSpec.ChannelOrder.RGB)
            .withChannels(
                InputSpec.ChannelOrder.OTHER,
                Collections.nCopies(12, 0.5),
                Collections.nCopies(12, 0.25));
    assertThatThrownBy(() -> DrawnBatches.of(TASK, bands, 1, 1, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "channels must be RGB, BGR or GREY for pictures, but were OTHER, 12 of them: train it"
                + " with TrainingLoop on a BatchSource of your own");
  }

  /** Draws a picture of a batch by the documented stream. */
  private static Picture drawn(DataSet batch, int epoch, int index) {
    int label = batch.getLabels().getRow(index).argMax().getInt(0);
    return TASK.draw(label, 24, SEED.stream("draw", epoch, index));
  }

  @Test
  void metadata_ofBatches_namesEachExampleOnce() {
    Set<String> ids = new HashSet<>();
    for (DataSet batch : drain(batches(50).epoch(0))) {
      assertThat(batch.getExampleMetaData(String.class)).hasSize(batch.numExamples());
      ids.addAll(batch.getExampleMetaData(String.class));
    }
    assertThat(ids).hasSize(50);
    assertThat(ids).allMatch(id -> id.matches("target/[a-z]+/epoch-0/\\d+"));
  }

  @Test
  void iterator_afterReset_beginsAgain() {
    DataSetIterator iterator = batches(20).epoch(0);
    INDArray first = iterator.next().getFeatures();

    iterator.reset();

    assertThat(iterator.next().getFeatures()).isEqualTo(first);
    assertThat(drain(iterator)).hasSize(1);
  }

  @Test
  void iterator_closedEarly_givesNoMore() throws Exception {
    DataSetIterator iterator = batches(50).epoch(0);
    iterator.next();

    ((AutoCloseable) iterator).close();

    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  /** Whoever takes only the first batch of an epoch and forgets it must not keep threads for it. */
  @Test
  @Timeout(20)
  void iterator_neitherExhaustedNorClosed_endsItsThreads() throws InterruptedException {
    DataSetIterator iterator = batches(200).epoch(0);
    iterator.next();
    assertThat(drawingThreads()).isPositive();

    while (drawingThreads() > 0) {
      Thread.sleep(50);
    }

    assertThat(drain(iterator)).hasSize(12);
  }

  private static long drawingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("graft4j-draw") && thread.isAlive())
        .count();
  }

  @Test
  void of_inputNotSquare_isRefused() {
    InputSpec wide =
        new InputSpec(
            24,
            32,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.RGB,
            List.of(0.5, 0.5, 0.5),
            List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(() -> DrawnBatches.of(TASK, wide, 1, 1, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input must be square, but was 32x24");
  }

  @Test
  void of_noExamples_isRefused() {
    assertThatThrownBy(() -> batches(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("examples must be positive, but was 0");
  }
}
