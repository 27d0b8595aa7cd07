package org.graft4j.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.graft4j.data.Augmentation;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.Precision;
import org.graft4j.featurise.internal.FrozenPart;
import org.graft4j.featurise.internal.RunCaches;
import org.graft4j.featurise.internal.TrunkPass;
import org.graft4j.featurise.internal.Views;
import org.graft4j.model.Backbone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Memory outside the heap goes when its user is done with it: not before, and not much later. */
class FrozenPartTest {
  private static final int BATCH = 12;

  /** Fails as a user's own may, when it is asked what it does. */
  private static final Augmentation SPEECHLESS =
      new Augmentation() {
        @Override
        public Picture apply(Picture picture, RandomGenerator random) {
          return picture;
        }

        @Override
        public String describe() {
          throw new IllegalStateException("no description");
        }
      };

  @TempDir static Path folder;
  private static DatasetSplit split;

  @TempDir Path own;
  private FeatureCache cache;

  @BeforeAll
  static void draw() {
    split = SmallTask.split(folder.resolve("pictures"), 1);
  }

  @BeforeEach
  void open() throws IOException {
    cache = FeatureCache.open(own.resolve("cache"), 1L << 24);
  }

  @AfterEach
  void close() throws IOException {
    cache.close();
  }

  private FrozenPart part(Augmentation augmentation, int views) throws IOException {
    Backbone backbone = SmallTask.backbone(3);
    return FrozenPart.of(
        backbone.graph(),
        "pool",
        new Views(views, augmentation, Seed.of(1)),
        Precision.FLOAT32,
        backbone.input(),
        split.labels(),
        new RunCaches(Optional.of(cache)));
  }

  private static FeatureEpoch epoch(FrozenPart part, int pictures) throws IOException {
    return new FeatureEpoch(part, part.features(split.train().subList(0, pictures), 0), BATCH);
  }

  @Test
  void epoch_nextBatchGiven_letsGoOfTheOneBefore() throws IOException {
    try (FrozenPart part = part(Augmentation.NONE, 1);
        FeatureEpoch epoch = epoch(part, BATCH + 2)) {
      INDArray first = epoch.next().getFeatures();
      assertThat(epoch.hasNext()).isTrue();
      assertThat(first.wasClosed()).as("while there is another").isFalse();
      INDArray last = epoch.next().getFeatures();

      assertThat(first.wasClosed()).isTrue();
      assertThat(last.wasClosed()).as("the last, just given").isFalse();
    }
  }

  @Test
  void epoch_exhausted_letsGoOfTheLastBatch() throws IOException {
    try (FrozenPart part = part(Augmentation.NONE, 1);
        FeatureEpoch epoch = epoch(part, BATCH)) {
      INDArray last = epoch.next().getFeatures();
      assertThat(last.wasClosed()).as("just given").isFalse();

      assertThat(epoch.hasNext()).isFalse();
      assertThat(last.wasClosed()).isTrue();
    }
  }

  @Test
  void epoch_closed_letsGoOfTheLastBatch() throws IOException {
    try (FrozenPart part = part(Augmentation.NONE, 1)) {
      INDArray last;
      try (FeatureEpoch epoch = epoch(part, BATCH + 2)) {
        last = epoch.next().getFeatures();
      }
      assertThat(last.wasClosed()).isTrue();
    }
  }

  @Test
  void trunkPass_closed_letsGoOfItsLastRows() throws IOException {
    try (FrozenPart part = part(Augmentation.NONE, 1)) {
      INDArray row;
      try (TrunkPass pass = new TrunkPass(part, part.features(split.train().subList(0, 3), 0))) {
        row = pass.nextRow();
        assertThat(row.data().wasClosed()).isFalse();
      }
      assertThat(row.data().wasClosed()).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void of_drawnRowsFail_letsGoOfThePlainOnes() throws IOException {
    try (FrozenPart part = part(Augmentation.NONE, 1);
        FeatureEpoch epoch = epoch(part, BATCH)) {
      epoch.next();
      assertThat(openShards()).isNotEmpty();
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> part(SPEECHLESS, 2))
        .withMessage("no description");

    assertThat(openShards()).isEmpty();
  }

  /** Files with rows that this process has open. */
  private static List<String> openShards() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(FrozenPartTest::target).filter(name -> name.endsWith(".rows")).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
