package org.graft4j.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/** What holds for every augmentation, whatever it does, over one table of them. */
class AugmentationContractTest {

  private static final Map<String, Augmentation> TABLE =
      Map.of(
          "none", Augmentations.none(),
          "light", Augmentations.light(),
          "standard", Augmentations.standard(),
          "flip", new HorizontalFlip(0.5),
          "crop", new RandomResizedCrop(new Range(0.01, 1), new Range(0.1, 10)),
          "jitter", new ColourJitter(1.5, 1.5, 1.5),
          "sequence", Sequence.of(new HorizontalFlip(1), (picture, random) -> picture));

  @Provide
  Arbitrary<String> name() {
    return Arbitraries.of(TABLE.keySet());
  }

  private static Augmentation of(String name) {
    return TABLE.get(name);
  }

  @Property(tries = 200)
  void apply_anyPicture_leavesItAndKeepsTheSize(
      @ForAll("name") String name,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll long seed) {
    Picture picture = Pictures.noise(width, height, seed);
    byte[] before = picture.rgb().clone();

    Picture result = of(name).apply(picture, Seed.of(seed).stream("x"));

    assertThat(picture.rgb()).isEqualTo(before);
    assertThat(result.width()).isEqualTo(width);
    assertThat(result.height()).isEqualTo(height);
  }

  @Property(tries = 100)
  void apply_sameSeed_givesSameBytes(@ForAll("name") String name, @ForAll long seed) {
    Picture picture = Pictures.noise(23, 17, 1);
    Picture first = of(name).apply(picture, Seed.of(seed).stream("x"));
    Picture second = of(name).apply(picture, Seed.of(seed).stream("x"));

    assertThat(second.width()).isEqualTo(first.width());
    assertThat(second.rgb()).isEqualTo(first.rgb());
  }

  @Property(tries = 100)
  void apply_thinPicture_works(@ForAll("name") String name, @ForAll long seed) {
    for (Picture picture : List.of(Pictures.noise(1, 500, 1), Pictures.noise(500, 1, 1))) {
      Picture result = of(name).apply(picture, Seed.of(seed).stream("x"));
      assertThat(Math.min(result.width(), result.height())).isEqualTo(1);
    }
    assertThat(of(name).apply(Pictures.noise(1, 1, 1), Seed.of(seed).stream("x")).rgb()).hasSize(3);
  }

  @Property(tries = 100)
  void apply_greyPicture_staysGrey(@ForAll("name") String name, @ForAll long seed) {
    byte[] rgb = of(name).apply(Pictures.grey(19, 11, seed), Seed.of(seed).stream("x")).rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      assertThat(rgb[i + 1]).isEqualTo(rgb[i]);
      assertThat(rgb[i + 2]).isEqualTo(rgb[i]);
    }
  }

  /** A draw is a value: applied again it does the same again. */
  @Property(tries = 50)
  void draw_appliedTwice_givesSameBytes(@ForAll("name") String name, @ForAll long seed) {
    if (of(name) instanceof Transform transform) {
      Draw draw = transform.draw(Seed.of(seed).stream("x"));
      Picture picture = Pictures.noise(23, 17, 2);
      assertThat(draw.apply(picture).rgb()).isEqualTo(draw.apply(picture).rgb());
    }
  }

  @Property(tries = 3)
  void apply_anyNumberOfThreads_givesSameBytes(@ForAll long seed) throws Exception {
    for (Augmentation augmentation : TABLE.values()) {
      byte[][] alone = onThreads(augmentation, seed, 1);
      assertThat(onThreads(augmentation, seed, 2)).isDeepEqualTo(alone);
      assertThat(onThreads(augmentation, seed, 8)).isDeepEqualTo(alone);
    }
  }

  private static byte[][] onThreads(Augmentation augmentation, long seed, int threads)
      throws Exception {
    Picture picture = Pictures.noise(16, 16, 3);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<byte[]>> futures = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int item = i;
        futures.add(
            pool.submit(
                () -> augmentation.apply(picture, Seed.of(seed).stream("augment", 0, item)).rgb()));
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

  /** A policy that changed nothing would keep every contract above. */
  @Property(tries = 1)
  void policies_otherItems_giveOtherPictures() {
    Picture picture = Pictures.noise(64, 64, 4);
    for (String name : List.of("light", "standard")) {
      Set<Integer> seen = new HashSet<>();
      IntStream.range(0, 50)
          .forEach(
              i ->
                  seen.add(
                      java.util.Arrays.hashCode(
                          of(name).apply(picture, Seed.of(1).stream("x", i)).rgb())));
      assertThat(seen).as(name).hasSize(50);
    }
  }
}
