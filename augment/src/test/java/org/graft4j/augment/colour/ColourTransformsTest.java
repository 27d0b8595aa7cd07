package org.graft4j.augment.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.augment.colour.ColourJitter.Jittered;
import org.graft4j.augment.colour.ColourJitter.Step;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColourTransformsTest {
  private static final Range ONE = Range.of(1);
  private static final Picture NOISE = Pictures.noise(13, 9, 1);

  private static Draw draw(Transform transform) {
    return transform.draw(Seed.of(3).stream("test"));
  }

  static Stream<Transform> nothing() {
    return Stream.of(
        new Brightness(ONE),
        new Contrast(ONE),
        new Saturation(ONE),
        new Hue(Range.of(0)),
        new Gamma(ONE, 1),
        new ColourJitter(0, 0, 0, 0),
        new Sharpness(ONE, 1),
        new Posterize(8, 1),
        new Sharpness(Range.of(2), 0),
        new Posterize(1, 0),
        new Solarize(0, 0),
        new Greyscale(0),
        new Invert(0),
        new Equalize(0),
        new AutoContrast(0));
  }

  /** The very picture: nothing is copied for nothing. */
  @ParameterizedTest
  @MethodSource("nothing")
  void apply_factorOneOrProbabilityNothing_isThePicture(Transform transform) {
    assertThat(draw(transform).apply(NOISE)).isSameAs(NOISE);
  }

  static Stream<Transform> always() {
    return Stream.of(
        new Brightness(Range.of(0.7)),
        new Contrast(Range.of(1.6)),
        new Saturation(Range.of(1.4)),
        new Hue(Range.of(0.3)),
        new Gamma(Range.of(1.8), 1),
        new ColourJitter(0.4, 0.4, 0.4, 0.1),
        new Sharpness(Range.of(1.9), 1),
        new Posterize(3, 1),
        new Solarize(0.5, 1),
        new Greyscale(1),
        new Invert(1),
        new Equalize(1),
        new AutoContrast(1));
  }

  @ParameterizedTest
  @MethodSource("always")
  void apply_picture_changesACopy(Transform transform) {
    Picture picture = Pictures.noise(30, 25, 2);
    // A channel that reaches from 0 to 255 has all the contrast there is.
    for (int i = 0; i < picture.rgb().length; i++) {
      picture.rgb()[i] = (byte) (40 + (picture.rgb()[i] & 0x7f));
    }
    byte[] before = picture.rgb().clone();

    Picture result = draw(transform).apply(picture);

    assertThat(picture.rgb()).isEqualTo(before);
    assertThat(result.rgb()).isNotEqualTo(before);
    assertThat(result.width()).isEqualTo(30);
    assertThat(result.height()).isEqualTo(25);
  }

  @ParameterizedTest
  @MethodSource("always")
  void apply_mask_isTheMask(Transform transform) {
    Mask mask = Pictures.mask(13, 9, 1);
    assertThat(draw(transform).apply(mask)).isSameAs(mask);
  }

  @ParameterizedTest
  @MethodSource("always")
  void apply_greyOrThinPicture_staysGreyAndItsSize(Transform transform) {
    for (int[] size : List.of(new int[] {1, 1}, new int[] {1, 500}, new int[] {500, 1})) {
      Picture result = draw(transform).apply(Pictures.grey(size[0], size[1], 4));
      assertThat(result.width()).isEqualTo(size[0]);
      for (int i = 0; i < result.rgb().length; i++) {
        assertThat(result.rgb()[i]).isEqualTo(result.rgb()[i - i % 3]);
      }
    }
  }

  @Test
  void invert_twice_isIdentity() {
    Draw invert = draw(new Invert(1));
    assertThat(invert.apply(invert.apply(NOISE)).rgb()).isEqualTo(NOISE.rgb());
  }

  @Test
  void posterize_ofNoBits_isBlack() {
    assertThat(draw(new Posterize(0, 1)).apply(NOISE).rgb()).containsOnly(0);
  }

  /** Merging tables must not change what the steps do one by one. */
  @ParameterizedTest
  @MethodSource("orders")
  void jitter_anyOrder_isItsStepsOneByOne(List<Step> order) {
    Picture expected = NOISE;
    for (Step step : order) {
      Transform one =
          switch (step) {
            case BRIGHTNESS -> new Brightness(Range.of(1.3));
            case CONTRAST -> new Contrast(Range.of(0.6));
            case SATURATION -> new Saturation(Range.of(1.7));
            case HUE -> new Hue(Range.of(-0.2));
          };
      expected = draw(one).apply(expected);
    }
    Picture result = new Jittered(1.3, 0.6, 1.7, -0.2, order).apply(NOISE);

    assertThat(result.rgb()).isEqualTo(expected.rgb());
  }

  static Stream<List<Step>> orders() {
    return Stream.of(Step.values())
        .flatMap(
            a ->
                Stream.of(Step.values())
                    .flatMap(
                        b ->
                            Stream.of(Step.values())
                                .flatMap(
                                    c -> Stream.of(Step.values()).map(d -> List.of(a, b, c, d)))))
        .filter(order -> order.stream().distinct().count() == 4);
  }

  /** 24 orders, of 4,800 draws 200 each; 5 standard deviations of 13.8 are 70. */
  @Test
  void jitter_manyDraws_takesEveryOrderAsOften() {
    Map<List<Step>, Integer> counts = new HashMap<>();
    ColourJitter jitter = new ColourJitter(0.4, 0.4, 0.4, 0.1);
    for (int i = 0; i < 4800; i++) {
      Jittered draw = (Jittered) jitter.draw(Seed.of(7).stream("order", i));
      assertThat(draw.hue()).isBetween(-0.1, 0.1);
      assertThat(draw.contrast()).isBetween(0.6, 1.4);
      counts.merge(draw.order(), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(counts.values())
        .allSatisfy(count -> assertThat(count).isCloseTo(200, Offset.offset(70)));
  }

  @Test
  void greyscale_probability_isTheShareOfChanges() {
    int changed = 0;
    for (int i = 0; i < 2000; i++) {
      Draw draw = new Greyscale(0.3).draw(Seed.of(5).stream("test", i));
      changed += draw.equals(Draw.NOTHING) ? 0 : 1;
    }
    // 4 standard deviations.
    assertThat(changed / 2000.0).isCloseTo(0.3, Offset.offset(0.04));
  }

  @Test
  void parameters_outOfRange_areRefusedByName() {
    Range negative = new Range(-0.1, 1);
    refused(() -> new Brightness(negative), "factorRange must not be negative, but was");
    refused(() -> new Contrast(negative), "factorRange must not be negative, but was");
    refused(() -> new Saturation(negative), "factorRange must not be negative, but was");
    refused(() -> new Sharpness(negative, 1), "factorRange must not be negative, but was");
    refused(() -> new Sharpness(ONE, 2), "probability must be from 0 to 1, but was 2.0");
    refused(() -> new Gamma(negative, 1), "gammaRange must not be negative, but was");
    refused(() -> new Gamma(ONE, Double.NaN), "gain must be finite and not negative, but was NaN");
    refused(() -> new Hue(new Range(0, 0.6)), "turnRange must lie within -0.5 to 0.5, but was");
    refused(() -> new ColourJitter(0, 0, 0, 0.6), "hue must be from 0 to 0.5, but was 0.6");
    refused(() -> new Posterize(9, 1), "bits must be from 0 to 8, but was 9");
    refused(
        () -> new Solarize(128, 1), "threshold must be a share of white from 0 to 1, but was 128");
    refused(() -> new Greyscale(-1), "probability must be from 0 to 1, but was -1.0");
    refused(() -> new Invert(Double.NaN), "probability must be from 0 to 1, but was NaN");
    refused(() -> new Equalize(1.1), "probability must be from 0 to 1, but was 1.1");
    refused(() -> new AutoContrast(1.1), "probability must be from 0 to 1, but was 1.1");
  }

  private static void refused(Runnable maker, String message) {
    assertThatIllegalArgumentException().isThrownBy(maker::run).withMessageStartingWith(message);
  }
}
