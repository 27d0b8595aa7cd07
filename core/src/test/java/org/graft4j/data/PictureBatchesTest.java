package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class PictureBatchesTest {
  private static final InputSpec SPEC =
      new InputSpec(
          8,
          8,
          new ResizeRule.ShorterSide(9),
          InputSpec.ChannelOrder.RGB,
          List.of(0.5, 0.5, 0.5),
          List.of(0.25, 0.25, 0.25));

  /** Turns pictures upside down or not, and says by its name what it does. */
  private static final Augmentation COIN =
      (picture, random) -> new ExifOrientation(random.nextBoolean() ? 3 : 1).apply(picture);

  @TempDir Path root;
  private ImageFolder folder;

  @BeforeEach
  void drawPictures() throws IOException {
    for (int i = 0; i < 23; i++) {
      PictureFiles.png(root.resolve((i % 3) + "/" + i + ".png"), i);
    }
    folder = ImageFolder.scan(root);
  }

  private PictureBatches training(int batchSize, Augmentation augmentation) {
    return PictureBatches.training(
        folder.items(), folder.labels(), SPEC, batchSize, augmentation, Seed.of(3));
  }

  private PictureBatches evaluation(int batchSize) {
    return PictureBatches.evaluation(folder.items(), folder.labels(), SPEC, batchSize);
  }

  /** Says that it changes nothing, and is not asked to. */
  private static final Augmentation NOTHING =
      new Augmentation() {
        @Override
        public Picture apply(Picture picture, RandomGenerator random) {
          throw new AssertionError("a stream was made for nothing");
        }

        @Override
        public boolean isNone() {
          return true;
        }
      };

  @Test
  void training_augmentationThatIsNone_isNotApplied() {
    assertThat(rows(training(4, NOTHING), 0)).isEqualTo(rows(training(4, Augmentation.NONE), 0));
  }

  private record Row(String id, int label, List<Float> values) {}

  private static List<Row> rows(BatchSource source, int epoch) {
    List<Row> rows = new ArrayList<>();
    DataSetIterator batches = source.epoch(epoch);
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      List<String> ids = batch.getExampleMetaData(String.class);
      for (int i = 0; i < ids.size(); i++) {
        List<Float> values = new ArrayList<>();
        for (float value : batch.getFeatures().slice(i).dup('c').data().asFloat()) {
          values.add(value);
        }
        rows.add(new Row(ids.get(i), batch.getLabels().slice(i).argMax().getInt(0), values));
      }
    }
    return rows;
  }

  @Test
  void evaluation_anyBatchSizeAndEpoch_givesThePreparedPicturesInOrder() throws IOException {
    List<Row> rows = rows(evaluation(4), 0);
    assertThat(rows.stream().map(Row::id))
        .containsExactlyElementsOf(folder.items().stream().map(ImageItem::id).toList());
    assertThat(rows).isEqualTo(rows(evaluation(23), 5)).isEqualTo(rows(evaluation(100), 0));
    PicturePreparation preparation = PicturePreparation.of(SPEC);
    for (int i = 0; i < rows.size(); i++) {
      ImageItem item = folder.items().get(i);
      float[] expected = new float[preparation.length()];
      preparation.write(PictureReader.standard().read(item.file()), expected, 0);
      assertThat(rows.get(i).label()).isEqualTo(item.label());
      assertThat(rows.get(i).values()).isEqualTo(boxed(expected));
    }
  }

  /** Each picture of a batch lies where a tensor of one channel has it. */
  @Test
  void evaluation_grey_givesEachPreparedPictureInItsPlace() throws IOException {
    InputSpec grey = SPEC.withChannels(InputSpec.ChannelOrder.GREY, List.of(0.5), List.of(0.25));
    PictureBatches batches = PictureBatches.evaluation(folder.items(), folder.labels(), grey, 23);
    float[] all = batches.epoch(0).next().getFeatures().dup('c').data().asFloat();

    PicturePreparation preparation = PicturePreparation.of(grey);
    float[] expected = new float[23 * 64];
    for (int i = 0; i < 23; i++) {
      preparation.write(
          PictureReader.standard().read(folder.items().get(i).file()), expected, 64 * i);
    }
    assertThat(all).isEqualTo(expected);
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>();
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  @Test
  void batches_haveTheShapesTheyPromise() {
    PictureBatches source = evaluation(10);
    assertThat(source.examples()).isEqualTo(23);
    assertThat(source.batches()).isEqualTo(3);
    DataSetIterator batches = source.epoch(0);
    assertThat(batches.asyncSupported()).isFalse();
    DataSet first = batches.next();
    assertThat(first.getFeatures().shape()).containsExactly(10, 3, 8, 8);
    assertThat(first.getLabels().shape()).containsExactly(10, 3);
    assertThat(first.getLabels().sumNumber().intValue()).isEqualTo(10);
    batches.next();
    assertThat(batches.next().getFeatures().size(0)).isEqualTo(3);
    assertThat(batches.hasNext()).isFalse();
  }

  /** Same seed, same bytes: the law that resume and every reported number stand on. */
  @Test
  void training_anyNumberOfThreads_givesTheSameBytes() {
    List<Row> one = rows(training(5, COIN).withThreads(1), 2);
    assertThat(rows(training(5, COIN).withThreads(2), 2)).isEqualTo(one);
    assertThat(rows(training(5, COIN).withThreads(8), 2)).isEqualTo(one);
    assertThat(rows(training(7, COIN).withThreads(3), 2)).isEqualTo(one);
  }

  @Test
  void training_nextEpoch_hasAnotherOrderAndOtherDraws() {
    List<Row> first = rows(training(5, COIN), 0);
    List<Row> second = rows(training(5, COIN), 1);
    assertThat(first.stream().map(Row::id).toList())
        .isNotEqualTo(second.stream().map(Row::id).toList())
        .containsExactlyInAnyOrderElementsOf(second.stream().map(Row::id).toList());
    assertThat(second.stream().filter(row -> !first.contains(row)).count()).isBetween(2L, 21L);
  }

  @Test
  void epoch_reset_beginsAgain() {
    DataSetIterator batches = training(5, COIN).epoch(1);
    float[] first = batches.next().getFeatures().data().asFloat();
    batches.next();
    batches.reset();
    assertThat(batches.next().getFeatures().data().asFloat()).isEqualTo(first);
  }

  @Test
  void epoch_pictureThatFailsMidway_isNamed() throws IOException {
    Files.write(folder.items().get(12).file(), Arrays.copyOf(new byte[] {(byte) 0x89}, 40));
    DataSetIterator batches = evaluation(5).epoch(0);
    batches.next();
    batches.next();
    assertThatThrownBy(batches::next)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder.items().get(12).file().getFileName().toString());
    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void epoch_augmentationThatFails_namesThePicture() {
    Augmentation broken =
        (picture, random) -> {
          throw new ArithmeticException("broken");
        };
    assertThatThrownBy(() -> training(5, broken).epoch(0).next())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(".png")
        .hasMessageContaining("broken");
  }

  /** Memory is bounded: however slow the caller, only the next batches are decoded. */
  @Test
  void epoch_whileNobodyTakes_decodesOnlyTheNextBatches() throws Exception {
    Set<Integer> touched = Collections.synchronizedSet(new TreeSet<>());
    Augmentation counting =
        (picture, random) -> {
          touched.add(Arrays.hashCode(picture.rgb()));
          return picture;
        };
    DataSetIterator batches = training(2, counting).withThreads(1).epoch(0);
    batches.next();
    Thread.sleep(300);
    assertThat(touched).hasSize(2 + 2 * 2);
    ((AutoCloseable) batches).close();
  }

  @Test
  @Timeout(20)
  void epoch_closed_endsItsThreads() throws Exception {
    DataSetIterator batches = training(2, COIN).withThreads(4).epoch(0);
    batches.next();
    ((AutoCloseable) batches).close();
    assertThat(batches.hasNext()).isFalse();
    while (decodingThreads() > 0) {
      Thread.sleep(20);
    }
  }

  private static long decodingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("graft4j-decode") && thread.isAlive())
        .count();
  }

  @Test
  void batches_ofWrongArguments_sayWhich() {
    assertThatThrownBy(() -> evaluation(-4)).hasMessage("batchSize must be positive, but was -4");
    assertThatThrownBy(() -> evaluation(1).withThreads(0))
        .hasMessage("threads must be positive, but was 0");
    assertThatThrownBy(
            () ->
                PictureBatches.evaluation(folder.items(), LabelMap.of(List.of("a", "b")), SPEC, 2))
        .hasMessageContaining("has label 2 of 2");
  }

  @Test
  void audit_someDamagedPictures_namesThemInOrderForAnyNumberOfThreads() throws IOException {
    byte[] whole = Files.readAllBytes(folder.items().get(4).file());
    Files.write(folder.items().get(4).file(), Arrays.copyOf(whole, whole.length / 2));
    Files.write(folder.items().get(9).file(), Arrays.copyOf(whole, 20));
    PictureAudit audit = PictureAudit.of(folder.items(), PictureReader.standard(), 1);
    assertThat(audit.unreadable().stream().map(UnreadablePicture::id))
        .containsExactly(folder.items().get(4).id(), folder.items().get(9).id());
    assertThat(audit.unreadable().get(0).reason()).contains("truncated");
    assertThat(audit.readable()).hasSize(21);
    assertThat(PictureAudit.of(folder.items(), PictureReader.standard(), 8)).isEqualTo(audit);
    assertThat(folder.without(audit.unreadableIds()).items()).isEqualTo(audit.readable());
  }

  /** A trunk that runs over some of the pictures sees the draws of a run over all of them. */
  @Test
  void inGivenOrder_epoch_hasTheDrawsOfTheShuffledOne() {
    List<Row> shuffled = rows(training(4, COIN), 2);
    List<Row> ordered = rows(training(4, COIN).inGivenOrder(), 2);

    assertThat(ordered).containsExactlyInAnyOrderElementsOf(shuffled).isNotEqualTo(shuffled);
    assertThat(ordered.stream().map(Row::id))
        .containsExactlyElementsOf(folder.items().stream().map(ImageItem::id).toList());
  }

  /** Eight pictures of two classes each, and one of the third. */
  private PictureBatches balanced() {
    List<ImageItem> items = new ArrayList<>();
    for (ImageItem item : folder.items()) {
      if (item.label() != 2 || items.stream().noneMatch(other -> other.label() == 2)) {
        items.add(item);
      }
    }
    return PictureBatches.training(items, folder.labels(), SPEC, 4, COIN, Seed.of(3))
        .withSampling(Sampling.BALANCED);
  }

  @Test
  void balanced_rareClass_comesAsOftenAsTheOthersAndIsDrawnAnewEachTime() {
    List<Row> rows = rows(balanced(), 0);
    List<Row> rare = rows.stream().filter(row -> row.label() == 2).toList();

    assertThat(rows).hasSize(17);
    assertThat(rare).hasSizeBetween(5, 6);
    assertThat(rare.stream().map(Row::id).distinct()).hasSize(1);
    assertThat(rare.stream().map(Row::values).distinct()).hasSize(2);
  }

  @Test
  void balanced_anyNumberOfThreads_givesTheSameBytes() {
    List<Row> one = rows(balanced().withThreads(1), 2);

    assertThat(rows(balanced().withThreads(5), 2)).isEqualTo(one);
  }

  @Test
  void sampling_ofEvaluation_isRefused() {
    assertThatThrownBy(() -> evaluation(4).withSampling(Sampling.BALANCED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sampling must be of training data, but these are in a given order");
  }
}
