package org.graft4j.augment.datavec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.datavec.image.recordreader.ImageRecordReader;
import org.graft4j.augment.Augmentations;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Our chains in DataVec's own reader. */
class RecordReaderTest {
  private static final int WIDTH = 23;
  private static final int HEIGHT = 17;

  @TempDir static Path folder;

  /** Left half red, right half blue; the first pixel of picture i has green i. */
  @BeforeAll
  static void draw() throws IOException {
    for (int i = 0; i < 6; i++) {
      Path file = folder.resolve(i % 2 == 0 ? "even" : "odd").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          picture.setRGB(x, y, x < WIDTH / 2 ? 0xff0000 + (i << 8) : 0x0000ff + (i << 8));
        }
      }
      ImageIO.write(picture, "png", file.toFile());
    }
  }

  private static ImageRecordReader reader(
      int height, int width, int channels, AugmentationImageTransform transform)
      throws IOException {
    ImageRecordReader reader =
        new ImageRecordReader(height, width, channels, new ParentPathLabelGenerator());
    reader.initialize(new FileSplit(folder.toFile(), new Random(1)), transform);
    return reader;
  }

  private static List<INDArray> all(ImageRecordReader reader) {
    List<INDArray> arrays = new ArrayList<>();
    while (reader.hasNext()) {
      List<Writable> record = reader.next();
      arrays.add(((NDArrayWritable) record.get(0)).get());
    }
    return arrays;
  }

  private static AugmentationImageTransform transform(Augmentation augmentation, int worker) {
    return AugmentationImageTransform.ofWorker(augmentation, Seed.of(4), worker);
  }

  /** DataVec's arrays are blue, green, red. */
  @Test
  void next_flipped_hasBlueLeftAndRedRight() throws Exception {
    for (INDArray array : all(reader(HEIGHT, WIDTH, 3, transform(new HorizontalFlip(1), 0)))) {
      assertThat(array.shape()).containsExactly(1, 3, HEIGHT, WIDTH);
      assertThat(array.getInt(0, 0, 5, 0)).as("blue at the left").isEqualTo(255);
      assertThat(array.getInt(0, 2, 5, 0)).as("red at the left").isZero();
      assertThat(array.getInt(0, 2, 5, WIDTH - 1)).as("red at the right").isEqualTo(255);
      assertThat(array.getInt(0, 0, 5, WIDTH - 1)).as("blue at the right").isZero();
    }
  }

  /** The same with nothing to change: what comes out is what DataVec alone would give. */
  @Test
  void next_unchanged_equalsDataVecs() throws Exception {
    ImageRecordReader plain = new ImageRecordReader(11, 13, 3, new ParentPathLabelGenerator());
    plain.initialize(new FileSplit(folder.toFile(), new Random(1)));

    assertThat(all(reader(11, 13, 3, transform(Augmentations.none(), 0)))).isEqualTo(all(plain));
  }

  @Test
  void next_oneChannel_isGrey() throws Exception {
    ImageRecordReader plain =
        new ImageRecordReader(HEIGHT, WIDTH, 1, new ParentPathLabelGenerator());
    plain.initialize(new FileSplit(folder.toFile(), new Random(1)));
    List<INDArray> expected = all(plain);

    List<INDArray> grey = all(reader(HEIGHT, WIDTH, 1, transform(Augmentations.none(), 0)));

    assertThat(grey.get(0).shape()).containsExactly(1, 1, HEIGHT, WIDTH);
    assertThat(grey).isEqualTo(expected);
  }

  @Test
  void next_wholeBatch_isAugmentedToo() throws Exception {
    ImageRecordReader reader = reader(HEIGHT, WIDTH, 3, transform(new HorizontalFlip(1), 0));

    List<List<Writable>> batch = reader.next(6);

    assertThat(batch).hasSize(6);
    INDArray first = ((NDArrayWritable) batch.get(0).get(0)).get();
    assertThat(first.getInt(0, 0, 5, 0)).as("blue at the left").isEqualTo(255);
  }

  @Test
  void next_severalReadersOnThreads_eachGivesWhatItGivesAlone() throws Exception {
    List<List<INDArray>> alone = new ArrayList<>();
    for (int worker = 0; worker < 4; worker++) {
      alone.add(all(reader(HEIGHT, WIDTH, 3, transform(Augmentations.standard(), worker))));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<INDArray>>> futures = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        int own = worker;
        futures.add(
            pool.submit(
                () -> all(reader(HEIGHT, WIDTH, 3, transform(Augmentations.standard(), own)))));
      }
      for (int worker = 0; worker < 4; worker++) {
        assertThat(futures.get(worker).get()).isEqualTo(alone.get(worker));
      }
    } finally {
      pool.shutdown();
    }
    assertThat(alone.get(1)).as("another worker's draws").isNotEqualTo(alone.get(0));
  }

  @Test
  void next_leavesNd4jsGenerator() throws Exception {
    RngState before = RngState.capture();
    all(reader(HEIGHT, WIDTH, 3, transform(Augmentations.standard(), 0)));
    assertThat(RngState.capture()).isEqualTo(before);
  }

  @Test
  void ofWorker_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transform(Augmentations.none(), -1))
        .withMessage("worker must not be negative, but was -1");
  }

  @Test
  void labels_stay() throws Exception {
    ImageRecordReader reader = reader(HEIGHT, WIDTH, 3, transform(new HorizontalFlip(1), 0));

    assertThat(reader.getLabels()).containsExactly("even", "odd");
    while (reader.hasNext()) {
      int label = reader.next().get(1).toInt();
      File file = reader.getCurrentFile();
      assertThat(file.getParentFile().getName()).isEqualTo(label == 0 ? "even" : "odd");
    }
  }
}
