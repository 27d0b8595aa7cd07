package org.graft4j.augment.datavec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.RandomCropTransform;
import org.graft4j.augment.Pictures;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.runtime.RngState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** Every image transform that DataVec has is a link of a chain, with its state contained. */
class DataVecTransformsTest {
  private static final Map<String, Function<Random, ImageTransform>> TABLE =
      DataVecTransforms.table();

  /** Their random states differ, so that a test sees which one is drawn from. */
  private static Picture picture() {
    return Pictures.noise(32, 24, 5);
  }

  /** Each transform made anew, and one instance for all calls. */
  static Stream<Augmentation> augmentations() {
    List<Augmentation> all = new ArrayList<>();
    TABLE.forEach(
        (name, made) -> {
          all.add(new DataVecAugmentation(name, made));
          ImageTransform one = RngState.keeping(() -> made.apply(new Random(99)));
          all.add(DataVecAugmentation.shared("shared " + name, one));
        });
    return all.stream();
  }

  @Test
  void table_holdsEveryTransformOfTheJar() throws Exception {
    Set<String> known = new TreeSet<>(DataVecTransforms.LEFT_OUT.keySet());
    TABLE.keySet().forEach(name -> known.add(name.replaceAll(" .*", "")));

    assertThat(known).isEqualTo(DataVecTransforms.inJar());
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void apply_picture_givesAPictureAndLeavesTheInput(Augmentation augmentation) {
    Picture picture = picture();
    byte[] before = picture.rgb().clone();

    Picture result = augmentation.apply(picture, Seed.of(1).stream("x"));

    assertThat(picture.rgb()).isEqualTo(before);
    assertThat(result.width()).isBetween(1, 40);
    assertThat(result.height()).isBetween(1, 40);
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void apply_leavesNd4jsGenerator(Augmentation augmentation) {
    Nd4j.getRandom().nextInt();
    RngState before = RngState.capture();

    augmentation.apply(picture(), Seed.of(1).stream("x"));

    assertThat(RngState.capture()).isEqualTo(before);
  }

  /** Making the one also reseeds; what it does then must not depend on what was done before. */
  @ParameterizedTest
  @MethodSource("augmentations")
  void apply_anyThreadsAndOrder_givesSameBytes(Augmentation augmentation) throws Exception {
    byte[][] alone = onThreads(augmentation, 1);

    assertThat(onThreads(augmentation, 2)).isDeepEqualTo(alone);
    assertThat(onThreads(augmentation, 8)).isDeepEqualTo(alone);
  }

  private static byte[][] onThreads(Augmentation augmentation, int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<byte[]>> futures = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        int item = i;
        futures.add(
            pool.submit(
                () -> augmentation.apply(picture(), Seed.of(3).stream("augment", item)).rgb()));
      }
      List<byte[]> results = new ArrayList<>();
      for (Future<byte[]> future : futures) {
        results.add(future.get());
      }
      return results.toArray(byte[][]::new);
    } finally {
      pool.shutdown();
    }
  }

  /** One instance and a fresh one have other generators of their own, and do the same here. */
  @ParameterizedTest
  @MethodSource("names")
  void shared_sameSample_equalsAFreshOne(String name) {
    Function<Random, ImageTransform> made = TABLE.get(name);
    ImageTransform one = RngState.keeping(() -> made.apply(new Random(99)));

    for (int i = 0; i < 8; i++) {
      Picture fresh = new DataVecAugmentation(name, made).apply(picture(), Seed.of(i).stream("x"));
      Picture shared =
          DataVecAugmentation.shared(name, one).apply(picture(), Seed.of(i).stream("x"));
      assertThat(shared.rgb()).as("sample %d", i).isEqualTo(fresh.rgb());
    }
  }

  static Stream<String> names() {
    return TABLE.keySet().stream();
  }

  /** Chance that is contained must still be chance. */
  @ParameterizedTest
  @MethodSource("names")
  void apply_otherSamples_differWhereThereIsChance(String name) {
    Augmentation augmentation = new DataVecAugmentation(name, TABLE.get(name));
    Set<Integer> seen = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      Picture result = augmentation.apply(picture(), Seed.of(1).stream("x", i));
      seen.add(31 * result.width() + java.util.Arrays.hashCode(result.rgb()));
    }
    boolean without = name.matches("(Box|ColorConv|EqualizeHist|LargestBlob|Resize).*");
    assertThat(seen.size() > 1).as("%d results", seen.size()).isNotEqualTo(without);
  }

  @Test
  void shared_itsOwnGenerator_staysAsItWas() {
    RandomCropTransform crop = RngState.keeping(() -> new RandomCropTransform(8, 8));
    Random own = new Random(5);
    crop.setRandom(own);
    var rng = crop.getRng();

    DataVecAugmentation.shared("crop", crop).apply(picture(), Seed.of(1).stream("x"));

    assertThat(crop.getRandom()).isSameAs(own);
    assertThat(own.nextLong()).isEqualTo(new Random(5).nextLong());
    assertThat(crop.getRng()).isSameAs(rng);
  }

  /** Its memory is given back: to read it would end the JVM. */
  @Test
  void shared_lastPicture_isForgotten() {
    RandomCropTransform crop = RngState.keeping(() -> new RandomCropTransform(8, 8));

    DataVecAugmentation.shared("crop", crop).apply(picture(), Seed.of(1).stream("x"));

    assertThat(crop.getCurrentImage().getFrame().image).isNull();
  }

  @Test
  void apply_transformThatFails_saysWhichAndOnWhat() {
    Augmentation crop = new DataVecAugmentation("crop 99", r -> new RandomCropTransform(99, 99));
    RngState before = RngState.capture();

    assertThatThrownBy(() -> crop.apply(picture(), Seed.of(1).stream("x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("DataVec's transform 'crop 99' failed on Picture[32x24]: Output");
    assertThat(RngState.capture()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void draw_mask_isRefused(Augmentation augmentation) {
    Mask mask = new Mask(2, 2, new byte[4], Mask.IGNORED);

    assertThatThrownBy(() -> augmentation.draw(Seed.of(1).stream("x")).apply(mask))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("must be able to move a mask with its picture");
  }
}
