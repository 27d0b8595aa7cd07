package org.graft4j.augment.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTransformsTest {

  private static Draw draw(Transform transform) {
    return transform.draw(Seed.of(3).stream("test"));
  }

  /** One colour, which is no grey. */
  private static Picture flat(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (120 + 8 * (i % 3));
    }
    return new Picture(width, height, rgb);
  }

  static Stream<Transform> all() {
    return Stream.of(
        new GaussianBlur(Range.of(0.09)),
        new GaussianNoise(Range.of(0.1)),
        new SaltAndPepper(Range.of(0.3)),
        new JpegCompression(Range.of(20)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void apply_pictureAndMask_changesACopyOfThePictureAlone(Transform transform) {
    Picture picture = Pictures.noise(31, 22, 1);
    byte[] before = picture.rgb().clone();
    Mask mask = Pictures.mask(31, 22, 1);
    Draw draw = draw(transform);

    Picture result = draw.apply(picture);

    assertThat(picture.rgb()).isEqualTo(before);
    assertThat(result.rgb()).isNotEqualTo(before);
    assertThat(result.width()).isEqualTo(31);
    assertThat(draw.apply(picture).rgb()).isEqualTo(result.rgb());
    assertThat(draw.apply(mask)).isSameAs(mask);
  }

  @ParameterizedTest
  @MethodSource("all")
  void apply_greyOrThinPicture_staysGreyAndItsSize(Transform transform) {
    int[][] sizes = {{1, 1}, {1, 500}, {500, 1}, {17, 33}};
    for (int[] size : sizes) {
      Picture result = draw(transform).apply(Pictures.grey(size[0], size[1], 4));
      assertThat(result.width()).isEqualTo(size[0]);
      assertThat(result.height()).isEqualTo(size[1]);
      for (int i = 0; i < result.rgb().length; i++) {
        assertThat(result.rgb()[i]).isEqualTo(result.rgb()[i - i % 3]);
      }
    }
  }

  @Test
  void apply_ofNothing_isThePicture() {
    Picture picture = Pictures.noise(9, 7, 1);
    Range zero = Range.of(0);
    for (Transform transform :
        List.of(new GaussianBlur(zero), new GaussianNoise(zero), new SaltAndPepper(zero))) {
      assertThat(draw(transform).apply(picture)).isSameAs(picture);
    }
  }

  /** Weights that add up to anything but 1 would make it lighter or darker. */
  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.02, 0.1})
  void blur_flatPicture_staysFlat(double sigma) {
    Picture picture = flat(50, 40);
    assertThat(draw(new GaussianBlur(Range.of(sigma))).apply(picture).rgb())
        .isEqualTo(picture.rgb());
  }

  /** Of a white point the blur is the bell curve: sigma 0.04 of 50 pixels is 2. */
  @Test
  void blur_point_spreadsItsLightByTheBellCurve() {
    byte[] rgb = new byte[3 * 50 * 50];
    int middle = 3 * (25 * 50 + 25);
    rgb[middle] = (byte) 255;
    Picture result = draw(new GaussianBlur(Range.of(0.04))).apply(new Picture(50, 50, rgb));

    assertThat(result.value(25, 25, 0)).isEqualTo((int) Math.rint(255 / (2 * Math.PI * 4)));
    assertThat(result.value(27, 25, 0))
        .isEqualTo((int) Math.rint(255 / (2 * Math.PI * 4) * Math.exp(-0.5)));
    assertThat(result.value(25, 23, 0)).isEqualTo(result.value(27, 25, 0));
    assertThat(result.value(25, 25, 1)).isZero();
  }

  /** 120,000 values; 5 standard errors: sigma / sqrt(n) and sigma / sqrt(2 n). */
  @ParameterizedTest
  @ValueSource(doubles = {0.002, 0.01, 0.05, 0.1})
  void noise_manyValues_hasMeanAndDeviation(double sigma) {
    Picture picture = flat(200, 200);
    byte[] rgb = draw(new GaussianNoise(Range.of(sigma))).apply(picture).rgb();
    double sum = 0;
    double squares = 0;
    double products = 0;
    for (int i = 0; i < rgb.length; i++) {
      int noise = (rgb[i] & 0xff) - (picture.rgb()[i] & 0xff);
      sum += noise;
      squares += noise * noise;
      if (i % 3 == 1) {
        products += noise * ((rgb[i - 1] & 0xff) - (picture.rgb()[i - 1] & 0xff));
      }
    }
    double n = rgb.length;
    // Rounding to whole steps adds the variance of a uniform number.
    double variance = 255 * sigma * 255 * sigma + 1 / 12.0;
    double error = 5 * Math.sqrt(variance / n);
    assertThat(sum / n).isCloseTo(0, Offset.offset(error));
    assertThat(Math.sqrt(squares / n)).isCloseTo(Math.sqrt(variance), Offset.offset(error + 0.005));
    assertThat(products / (n / 3)).isCloseTo(0, Offset.offset(5 * variance / Math.sqrt(n / 3)));
  }

  /** The shape too: a bell curve has 4.55 % beyond two standard deviations, a box none. */
  @Test
  void noise_manyValues_hasTheTailsOfABellCurve() {
    Picture picture = flat(200, 200);
    byte[] rgb = draw(new GaussianNoise(Range.of(20.25 / 255))).apply(picture).rgb();
    int beyond = 0;
    for (int i = 0; i < rgb.length; i++) {
      // Above 40.5, between two steps.
      beyond += Math.abs((rgb[i] & 0xff) - (picture.rgb()[i] & 0xff)) > 40 ? 1 : 0;
    }
    // 5 standard errors of 0.06 %.
    assertThat(beyond / (double) rgb.length).isCloseTo(0.0455, Offset.offset(0.003));
  }

  @Test
  void noise_otherDraw_isOtherNoise() {
    Transform noise = new GaussianNoise(Range.of(0.1));
    Picture picture = flat(9, 9);
    assertThat(noise.draw(Seed.of(1).stream("a")).apply(picture).rgb())
        .isNotEqualTo(noise.draw(Seed.of(2).stream("a")).apply(picture).rgb());
  }

  @Test
  void saltAndPepper_share_isThatOfWhiteAndBlackPixels() {
    Picture result = draw(new SaltAndPepper(Range.of(0.2))).apply(flat(200, 200));
    int white = 0;
    int black = 0;
    for (int i = 0; i < result.rgb().length; i += 3) {
      white += result.rgb()[i] == (byte) 255 && result.rgb()[i + 2] == (byte) 255 ? 1 : 0;
      black += result.rgb()[i] == 0 && result.rgb()[i + 2] == 0 ? 1 : 0;
    }
    // 5 standard errors of 0.15 %.
    assertThat(white / 40000.0).isCloseTo(0.1, Offset.offset(0.0075));
    assertThat(black / 40000.0).isCloseTo(0.1, Offset.offset(0.0075));
  }

  @Test
  void saltAndPepper_ofAllPixels_leavesNone() {
    assertThat(draw(new SaltAndPepper(Range.of(1))).apply(flat(40, 40)).rgb()).containsOnly(0, 255);
  }

  /** 8192x8192 at the largest sigma would take minutes. */
  @Test
  void blur_ofAnEndlessKernel_isRefusedWithTheRemedy() {
    Picture large = new Picture(4096, 4096, new byte[3 * 4096 * 4096]);
    refused(
        () -> new GaussianBlur(Range.of(0.1)).apply(large, Seed.of(1).stream("blur")),
        "gaussian-blur must reach at most 31 pixels on Picture[4096x4096], but its sigma of 409.6"
            + " pixels reaches 1229: crop or resize the picture first, or take a smaller"
            + " sigmaRange");
  }

  @Test
  void parameters_outOfRange_areRefusedByName() {
    refused(() -> new GaussianBlur(Range.of(2)), "sigmaRange must lie within 0 to 0.1, but was");
    refused(
        () -> new GaussianNoise(new Range(-1, 0)), "sigmaRange must lie within 0 to 1, but was");
    refused(() -> new SaltAndPepper(Range.of(2)), "shareRange must lie within 0 to 1, but was");
    refused(
        () -> new JpegCompression(new Range(0, 50)),
        "qualityRange must lie within 1 to 100, but was");
  }

  private static void refused(Runnable maker, String message) {
    assertThatIllegalArgumentException().isThrownBy(maker::run).withMessageStartingWith(message);
  }
}
