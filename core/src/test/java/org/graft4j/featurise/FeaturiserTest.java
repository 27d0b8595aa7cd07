package org.graft4j.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graft4j.data.Augmentation;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.features.FeatureCache;
import org.graft4j.model.Backbone;
import org.graft4j.testing.SmallBackbone;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same picture has the same row, wherever it comes from. */
class FeaturiserTest {
  @TempDir static Path pictures;
  private static ImageFolder folder;

  @TempDir Path own;

  @BeforeAll
  static void draw() throws IOException {
    Path root = pictures.resolve("drawn");
    DrawnFolder.write(DrawnTask.target(), root, Map.of("train", 3, "test", 2), 24, Seed.of(1));
    folder = ImageFolder.scan(root);
  }

  private static float[] values(INDArray rows) {
    try (rows) {
      return rows.dup('c').data().asFloat();
    }
  }

  @Test
  void features_ofPictures_areThoseOfTheGraph() throws IOException {
    Backbone backbone = SmallBackbone.of(1);
    List<ImageItem> items = folder.items();
    INDArray all =
        PictureBatches.evaluation(items, folder.labels(), backbone.input(), items.size())
            .epoch(0)
            .next()
            .getFeatures();
    INDArray expected =
        backbone.graph().feedForward(all, false).get(backbone.featureVertex()).dup('c');

    try (INDArray rows = Featuriser.of(backbone).features(items)) {
      assertThat(rows.shape()).containsExactly(items.size(), SmallBackbone.WIDTH);
      assertThat(rows.equalsWithEps(expected, 1e-5)).isTrue();
    }
  }

  @Test
  void features_warm_areTheSameBytesWithoutRunningTheBackbone() throws IOException {
    List<TrainingEvent> events = new ArrayList<>();
    float[] none = values(Featuriser.of(SmallBackbone.of(1)).features(folder.items()));
    try (FeatureCache cache = FeatureCache.open(own.resolve("cache"), 1L << 24)) {
      Featuriser featuriser = Featuriser.of(SmallBackbone.of(1)).withCache(cache);
      float[] cold = values(featuriser.features(folder.items()));
      float[] warm = values(featuriser.withListener(events::add).features(folder.items()));

      assertThat(cold).isEqualTo(none);
      assertThat(warm).isEqualTo(none);
      assertThat(events).isEmpty();
      assertThat(cache.statistics().hits()).isEqualTo(folder.items().size());
    }
  }

  /** A row depends on its picture alone, not on its neighbours in a batch. */
  @Test
  void features_otherOrderAndRepeated_followTheList() throws IOException {
    List<ImageItem> items = folder.items();
    List<ImageItem> turned = List.of(items.get(20), items.get(3), items.get(20));
    float[] all = values(Featuriser.of(SmallBackbone.of(1)).features(items));
    float[] some = values(Featuriser.of(SmallBackbone.of(1)).features(turned));
    for (int i = 0; i < SmallBackbone.WIDTH; i++) {
      assertThat(some[i]).isEqualTo(all[20 * SmallBackbone.WIDTH + i]);
      assertThat(some[SmallBackbone.WIDTH + i]).isEqualTo(all[3 * SmallBackbone.WIDTH + i]);
      assertThat(some[2 * SmallBackbone.WIDTH + i]).isEqualTo(some[i]);
    }
  }

  @Test
  void features_cacheWithoutRoom_areTheSame() throws IOException {
    float[] expected = values(Featuriser.of(SmallBackbone.of(1)).features(folder.items()));
    try (FeatureCache cache = FeatureCache.open(own.resolve("small"), 0)) {
      Featuriser featuriser = Featuriser.of(SmallBackbone.of(1)).withCache(cache);
      assertThat(values(featuriser.features(folder.items()))).isEqualTo(expected);
    }
  }

  @Test
  void features_stopped_endsAfterTheBatchAndKeepsIt() throws IOException {
    try (FeatureCache cache = FeatureCache.open(own.resolve("stopped"), 1L << 24)) {
      Featuriser featuriser = Featuriser.of(SmallBackbone.of(1)).withCache(cache);
      assertThatThrownBy(() -> featuriser.stopWhen(() -> true).features(folder.items()))
          .isInstanceOf(TrainingInterruptedException.class);
      List<TrainingEvent> events = new ArrayList<>();
      featuriser.withListener(events::add).features(folder.items()).close();
      assertThat(events.get(events.size() - 1))
          .isEqualTo(new TrainingEvent.Featurising(24, 24)); // 16 of 40 were kept
    }
  }

  @Test
  void features_noItems_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Featuriser.of(SmallBackbone.of(1)).features(List.of()))
        .withMessage("items must not be empty");
  }

  @Test
  void features_unreadablePicture_isNamed() throws IOException {
    Path file = Files.writeString(own.resolve("broken.jpg"), "no picture");
    List<ImageItem> items = List.of(new ImageItem(file, "rose/broken.jpg", 0));
    assertThatThrownBy(() -> Featuriser.of(SmallBackbone.of(1)).features(items))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.jpg");
  }

  @Test
  void features_weightsNotFinite_nameThePicture() {
    Backbone backbone = SmallBackbone.of(1);
    backbone.graph().getParam("conv_b").assign(Float.NaN);
    assertThatIllegalStateException()
        .isThrownBy(() -> Featuriser.of(backbone).features(folder.items()))
        .withMessageContaining(folder.items().get(0).id());
  }

  /** Turns colours by an amount that is drawn. */
  private static Augmentation shifting() {
    return Augmentation.named(
        "shift",
        (picture, random) -> {
          byte[] rgb = picture.rgb().clone();
          int amount = random.nextInt(100);
          for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (((rgb[i] & 0xff) + amount) / 2);
          }
          return new Picture(picture.width(), picture.height(), rgb);
        });
  }

  @Test
  void views_firstIsPlainAndOthersAreDrawn() throws IOException {
    Featuriser featuriser = Featuriser.of(SmallBackbone.of(1));
    float[] plain = values(featuriser.features(folder.items()));
    INDArray views = featuriser.features(folder.items(), shifting(), 3, Seed.of(5));
    assertThat(views.shape()).containsExactly(3, folder.items().size(), SmallBackbone.WIDTH);
    float[] all = values(views);
    assertThat(Arrays.copyOf(all, plain.length)).isEqualTo(plain);
    assertThat(Arrays.copyOfRange(all, plain.length, 2 * plain.length))
        .isNotEqualTo(plain)
        .isNotEqualTo(Arrays.copyOfRange(all, 2 * plain.length, 3 * plain.length));
  }

  /** A search over the number of views runs the backbone for the largest number alone. */
  @Test
  void views_fewer_areTheFirstOfMoreAndCached() throws IOException {
    try (FeatureCache cache = FeatureCache.open(own.resolve("views"), 1L << 24)) {
      Featuriser featuriser = Featuriser.of(SmallBackbone.of(1)).withCache(cache);
      float[] four = values(featuriser.features(folder.items(), shifting(), 4, Seed.of(5)));
      List<TrainingEvent> events = new ArrayList<>();
      float[] two =
          values(
              featuriser
                  .withListener(events::add)
                  .features(folder.items(), shifting(), 2, Seed.of(5)));
      assertThat(two).isEqualTo(Arrays.copyOf(four, two.length));
      assertThat(events).isEmpty();
    }
  }

  @Test
  void views_none_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Featuriser.of(SmallBackbone.of(1))
                    .features(folder.items(), shifting(), 0, Seed.of(5)))
        .withMessage("views must be positive, but were 0");
  }
}
