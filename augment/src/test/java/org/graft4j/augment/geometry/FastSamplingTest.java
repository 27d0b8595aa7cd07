package org.graft4j.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

/** What {@link Sampling#FAST} promises: how far it may be from {@link Sampling#BILINEAR}. */
class FastSamplingTest {
  /** Noise has the sharpest edges there are. */
  private static final int FARTHEST = 4;

  private static List<Transform> warps(Sampling sampling) {
    Range turns = new Range(-180, 180);
    Range some = new Range(-0.3, 0.3);
    Range lean = new Range(-40, 40);
    return List.of(
        new Rotate(turns, sampling, new Fill(9, 8, 7), true),
        new Perspective(1, 1, sampling, Fill.BLACK),
        new Shear(new Range(-2, 2), some, sampling, Fill.BLACK),
        new Affine(turns, some, some, new Range(0.02, 9), lean, lean, sampling, Fill.BLACK));
  }

  @Property(tries = 200)
  void picture_ofNoise_isNearPillows(
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll @IntRange(min = 1, max = 70) int height,
      @ForAll @IntRange(min = 0, max = 3) int warp,
      @ForAll long seed) {
    Picture picture = Pictures.noise(width, height, seed);
    Picture exact = drawn(warp, Sampling.BILINEAR, picture, seed);
    Picture fast = drawn(warp, Sampling.FAST, picture, seed);

    assertThat(fast).hasToString(exact.toString());
    assertThat(farthest(exact, fast)).isLessThanOrEqualTo(FARTHEST);
  }

  /** Steps are rounded: without a fresh start now and then they would lead away from the row. */
  @Test
  void picture_thousandsOfPixelsWide_isNearPillows() {
    Picture picture = Pictures.noise(6000, 40, 1);
    Transform exact = new Rotate(Range.of(0.1), Sampling.BILINEAR, Fill.BLACK, false);
    Transform fast = new Rotate(Range.of(0.1), Sampling.FAST, Fill.BLACK, false);

    assertThat(farthest(once(exact, picture, 1), once(fast, picture, 1)))
        .isLessThanOrEqualTo(FARTHEST);
  }

  /** Beyond what 16 bits hold, the exact way is the only one. */
  @Test
  void picture_tooWideForSixteenBits_isPillows() {
    Picture picture = Pictures.noise(FastRows.LARGEST + 1, 3, 1);
    Transform exact = new Rotate(Range.of(0.001), Sampling.BILINEAR, Fill.BLACK, false);
    Transform fast = new Rotate(Range.of(0.001), Sampling.FAST, Fill.BLACK, false);

    assertThat(once(fast, picture, 1).rgb()).isEqualTo(once(exact, picture, 1).rgb());
  }

  /** Weights that did not add up to one would darken or lighten it, or reach the next channel. */
  @Test
  void picture_ofOneColour_keepsIt() {
    for (int value : new int[] {0, 1, 127, 255}) {
      byte[] rgb = new byte[3 * 64 * 48];
      java.util.Arrays.fill(rgb, (byte) value);
      Fill fill = new Fill(value, value, value);
      Transform turn = new Rotate(new Range(-180, 180), Sampling.FAST, fill, false);
      for (int i = 0; i < 20; i++) {
        assertThat(once(turn, new Picture(64, 48, rgb), i).rgb()).isEqualTo(rgb);
      }
    }
  }

  private static Picture drawn(int warp, Sampling sampling, Picture picture, long seed) {
    return once(warps(sampling).get(warp), picture, seed);
  }

  private static Picture once(Transform transform, Picture picture, long seed) {
    return transform.apply(picture, Seed.of(seed).stream("x"));
  }

  private static int farthest(Picture one, Picture other) {
    int farthest = 0;
    for (int i = 0; i < one.rgb().length; i++) {
      int distance = Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff));
      farthest = Math.max(farthest, distance);
    }
    return farthest;
  }
}
