package org.graft4j.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;

/** What holds for every transform that moves pixels, at its most extreme. */
class GeometryTest {
  private static final Fill FILL = new Fill(1, 2, 3);
  private static final Range WHOLE = new Range(-1, 1);
  private static final Range NONE = Range.of(0);

  private static final List<Transform> EXTREME =
      List.of(
          new HorizontalFlip(1),
          new VerticalFlip(1),
          new Rotate(new Range(-720, 720), Sampling.BILINEAR, FILL, false),
          new Rotate(new Range(-720, 720), Sampling.NEAREST, FILL, true),
          new Translate(WHOLE, WHOLE, FILL),
          new Shear(new Range(-10, 10), new Range(-10, 10), Sampling.BILINEAR, FILL),
          affine(new Range(0.01, 100), Sampling.NEAREST),
          affine(new Range(0.01, 0.02), Sampling.BILINEAR),
          new Perspective(1, 1, Sampling.BILINEAR, FILL),
          new Perspective(1, 1, Sampling.NEAREST, FILL),
          new Rotate(new Range(-720, 720), Sampling.FAST, FILL, true),
          affine(new Range(0.01, 100), Sampling.FAST),
          new Perspective(1, 1, Sampling.FAST, FILL),
          new Pad(4, 4, 4, 4, Border.REFLECT, FILL),
          new Pad(0, 4, 1, 0.1, Border.SYMMETRIC, FILL),
          new Pad(2, 0, 0, 0, Border.EDGE, FILL),
          new RandomCrop(1, Border.CONSTANT, FILL),
          new RandomCrop(1, Border.REFLECT, FILL),
          new CenterCrop(9, 13, FILL),
          new Resize(9, 13, Interpolation.BICUBIC),
          new RandomResizedCrop(new Range(1e-9, 1), new Range(1e-3, 1e3)));

  private static Transform affine(Range scale, Sampling sampling) {
    Range lean = new Range(-89, 89);
    return new Affine(new Range(-180, 180), WHOLE, WHOLE, scale, lean, lean, sampling, FILL);
  }

  @Provide
  Arbitrary<Transform> transform() {
    return Arbitraries.of(EXTREME);
  }

  /**
   * A mask in which a label is made up, or one that is as large as another, would train nonsense.
   */
  @Property(tries = 400)
  void draw_ofAPictureAndItsMask_movesBothAlikeAndInventsNothing(
      @ForAll("transform") Transform transform,
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll long seed) {
    Draw draw = transform.draw(Seed.of(seed).stream("x"));
    Mask mask = Pictures.mask(width, height, seed);

    Picture picture = draw.apply(Pictures.noise(width, height, seed));
    Mask moved = draw.apply(mask);

    assertThat(moved.width()).isEqualTo(picture.width());
    assertThat(moved.height()).isEqualTo(picture.height());
    Set<Byte> known = labels(mask);
    known.add((byte) Mask.IGNORED);
    assertThat(known).containsAll(labels(moved));
  }

  private static Set<Byte> labels(Mask mask) {
    Set<Byte> labels = new HashSet<>();
    for (byte label : mask.classes()) {
      labels.add(label);
    }
    return labels;
  }

  /** By nearest pixels, a mask made of the picture's reds must stay that, but for the fill. */
  @Property(tries = 200)
  void nearest_maskOfTheReds_staysThatOfThePicture(
      @ForAll @IntRange(min = 0, max = 10) int which, @ForAll long seed) {
    Transform transform =
        List.of(
                new HorizontalFlip(1),
                new VerticalFlip(1),
                new Rotate(new Range(-180, 180), Sampling.NEAREST, FILL, true),
                new Rotate(Range.of(90), Sampling.NEAREST, FILL, false),
                new Translate(WHOLE, WHOLE, FILL),
                new Shear(WHOLE, WHOLE, Sampling.NEAREST, FILL),
                affine(new Range(0.5, 2), Sampling.NEAREST),
                new Perspective(0.6, 1, Sampling.NEAREST, FILL),
                new Pad(0.5, 0.3, 1.5, 0, Border.REFLECT, FILL),
                new RandomCrop(0.3, Border.CONSTANT, FILL),
                new CenterCrop(31, 9, FILL))
            .get(which);
    Picture picture = Pictures.noise(23, 17, seed);
    Draw draw = transform.draw(Seed.of(seed).stream("x"));
    byte[] reds = reds(picture);

    assertThat(draw.apply(new Mask(23, 17, reds, FILL.red())).classes())
        .isEqualTo(reds(draw.apply(picture)));
  }

  private static byte[] reds(Picture picture) {
    byte[] reds = new byte[picture.width() * picture.height()];
    for (int i = 0; i < reds.length; i++) {
      reds[i] = picture.rgb()[3 * i];
    }
    return reds;
  }

  @Property(tries = 200)
  void draw_ofAThinPicture_works(@ForAll("transform") Transform transform, @ForAll long seed) {
    Draw draw = transform.draw(Seed.of(seed).stream("x"));
    for (int[] size : List.of(new int[] {1, 1}, new int[] {1, 500}, new int[] {500, 1})) {
      Picture picture = draw.apply(Pictures.noise(size[0], size[1], seed));
      assertThat(picture.rgb()).isNotEmpty();
      assertThat(draw.apply(Pictures.mask(size[0], size[1], seed)).classes()).isNotEmpty();
    }
  }

  /** The quick way in integers is the slow one's equal, on steep and on flat pictures. */
  @Property(tries = 150)
  void bilinear_anyMapping_equalsThePlainFormula(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 0, max = 7) int bits,
      @ForAll boolean projective,
      @ForAll long seed) {
    var random = Seed.of(seed).stream("mapping");
    double bend = projective ? 0.02 : 0;
    Range around = new Range(-1.5, 1.5);
    Mapping mapping =
        new Mapping(
            around.draw(random),
            around.draw(random),
            new Range(-9, 30).draw(random),
            around.draw(random),
            around.draw(random),
            new Range(-9, 30).draw(random),
            new Range(-bend, bend).draw(random),
            new Range(-bend, bend).draw(random));
    byte[] rgb = Pictures.noise(width, height, seed).rgb();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ((rgb[i] & 0xff) >> bits);
    }
    Picture picture = new Picture(width, height, rgb);

    Picture warped = new Warp(mapping, 33, 21).picture(picture, Sampling.BILINEAR, FILL);

    for (int i = 0; i < warped.rgb().length; i++) {
      int pixel = i / 3;
      int x = pixel % 33;
      int y = Math.floorDiv(pixel, 33);
      assertThat(warped.value(x, y, i % 3)).isEqualTo(plain(picture, mapping, x, y, i % 3));
    }
  }

  private static int plain(Picture picture, Mapping m, int x, int y, int channel) {
    double across = x + 0.5;
    double down = y + 0.5;
    double below = m.g() * across + m.h() * down + 1;
    double atX = (m.a() * across + m.b() * down + m.c()) / below;
    double atY = (m.d() * across + m.e() * down + m.f()) / below;
    if (!(atX >= 0 && atY >= 0 && atX < picture.width() && atY < picture.height())) {
      return channel + 1;
    }
    int left = (int) Math.floor(atX - 0.5);
    int top = (int) Math.floor(atY - 0.5);
    double dx = atX - 0.5 - left;
    double dy = atY - 0.5 - top;
    double upper = mixed(picture, left, top, dx, channel);
    double lower = mixed(picture, left, top + 1, dx, channel);
    return (int) (upper + (lower - upper) * dy);
  }

  private static double mixed(Picture picture, int x, int y, double dx, int channel) {
    int row = Math.max(0, Math.min(picture.height() - 1, y));
    int left = picture.value(Math.max(0, x), row, channel);
    int right = picture.value(Math.min(picture.width() - 1, x + 1), row, channel);
    return left + (right - left) * dx;
  }

  @Property(tries = 50)
  void flip_twice_isIdentity(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll boolean vertical) {
    Transform flip = vertical ? new VerticalFlip(1) : new HorizontalFlip(1);
    Draw draw = flip.draw(Seed.of(1).stream("x"));
    Picture picture = Pictures.noise(width, height, 1);
    Mask mask = Pictures.mask(width, height, 1);

    assertThat(draw.apply(draw.apply(picture)).rgb()).isEqualTo(picture.rgb());
    assertThat(draw.apply(draw.apply(mask)).classes()).isEqualTo(mask.classes());
    assertThat(draw.apply(picture).value(0, 0, 1))
        .isEqualTo(picture.value(vertical ? 0 : width - 1, vertical ? height - 1 : 0, 1));
  }

  @Example
  void transform_thatMovesNothing_givesThePictureItself() {
    Picture picture = Pictures.noise(7, 5, 1);
    Mask mask = Pictures.mask(7, 5, 1);
    for (Transform none :
        List.of(
            new Rotate(NONE),
            new Rotate(Range.of(-360), Sampling.BILINEAR, FILL, true),
            new Translate(NONE, NONE),
            new Shear(NONE, NONE),
            new Affine(NONE, NONE, NONE, Range.of(1), NONE, NONE, Sampling.BILINEAR, FILL),
            new Perspective(0, 0, Sampling.BILINEAR, FILL),
            new Pad(0, Border.EDGE),
            new RandomCrop(0),
            new CenterCrop(7, 5, FILL),
            new Resize(7, 5, Interpolation.BICUBIC))) {
      Draw draw = none.draw(Seed.of(1).stream("x"));
      assertThat(draw.apply(picture)).as(none.toString()).isSameAs(picture);
      assertThat(draw.apply(mask)).as(none.toString()).isSameAs(mask);
    }
  }

  @Example
  void translate_byAWholeWidth_leavesTheFillAlone() {
    Draw draw = new Translate(Range.of(1), NONE, FILL).draw(Seed.of(1).stream("x"));
    Collection<Byte> ignored = labels(draw.apply(Pictures.mask(7, 5, 1)));

    assertThat(draw.apply(Pictures.noise(7, 5, 1)).rgb()).containsOnly(1, 2, 3);
    assertThat(ignored).containsExactly((byte) Mask.IGNORED);
  }

  @Example
  void rotate_byAQuarterExpanded_exchangesTheSides() {
    Draw draw =
        new Rotate(Range.of(90), Sampling.BILINEAR, FILL, true).draw(Seed.of(1).stream("x"));
    Picture picture = Pictures.noise(7, 4, 1);
    Picture turned = draw.apply(picture);

    assertThat(turned).hasToString("Picture[4x7]");
    assertThat(turned.value(0, 0, 0)).isEqualTo(picture.value(6, 0, 0));
    assertThat(turned.value(3, 6, 2)).isEqualTo(picture.value(0, 3, 2));
    Draw back = new Rotate(Range.of(270), Sampling.NEAREST, FILL, true).draw(Seed.of(1).stream(""));
    assertThat(back.apply(turned).rgb()).isEqualTo(picture.rgb());
  }

  @Example
  void reflection_widerThanThePicture_goesOn() {
    StringBuilder reflected = new StringBuilder();
    StringBuilder symmetric = new StringBuilder();
    for (int place = -5; place < 8; place++) {
      reflected.append("abcd".charAt(Border.REFLECT.inside(place, 4)));
      symmetric.append("abcd".charAt(Border.SYMMETRIC.inside(place, 4)));
    }
    assertThat(reflected).hasToString("bcdcbabcdcbab");
    assertThat(symmetric).hasToString("ddcbaabcddcba");
  }

  @Example
  void parameters_outOfRange_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pad(1000, Border.EDGE))
        .withMessage("left must be from 0.0 to 4.0, but was 1000.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Resize(1_000_000, 1, Interpolation.BILINEAR))
        .withMessage("width must be from 1 to 8192 pixels, but was 1000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CenterCrop(5, 0, FILL))
        .withMessage("height must be from 1 to 8192 pixels, but was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> affine(new Range(0, 1), Sampling.NEAREST))
        .withMessage("scale must be from 0.01 to 100.0, but was 0.0 to 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Perspective(Double.NaN, 1, Sampling.NEAREST, FILL))
        .withMessage("distortion must be from 0.0 to 1.0, but was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Translate(new Range(-1, 1.5), NONE))
        .withMessage("x must be from -1.0 to 1.0, but was -1.0 to 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomCrop(-0.1))
        .withMessage("padding must be from 0.0 to 1.0, but was -0.1");
  }

  /** Two lines of a file must not take a gigabyte a thread. */
  @Example
  void result_ofTooManyPixels_isRefusedBeforeItIsMade() {
    Draw pad = new Pad(4, Border.EDGE).draw(Seed.of(1).stream("x"));
    Draw turn = new Rotate(Range.of(45), Sampling.NEAREST, FILL, true).draw(Seed.of(1).stream("x"));
    Picture large = new Picture(2016, 2016, new byte[3 * 2016 * 2016]);
    Picture line = new Picture(10_000_000, 1, new byte[30_000_000]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pad.apply(large))
        .withMessage(
            "pad's result must have at most 33554432 pixels, but would have 18144x18144: resize or"
                + " crop the picture first, or enlarge it less");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pad.apply(new Mask(2016, 2016, new byte[2016 * 2016], 255)))
        .withMessageStartingWith("pad's result must have at most 33554432 pixels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> turn.apply(line))
        .withMessageStartingWith("rotate's result must have at most 33554432 pixels, but would");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Resize(8192, 8192, Interpolation.BILINEAR))
        .withMessageStartingWith("resize's result must have at most 33554432 pixels, but would");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CenterCrop(8192, 4097, FILL))
        .withMessageStartingWith("center-crop's result must have at most 33554432 pixels");
  }

  /** What was stored that large may stay so. */
  @Example
  void result_noLargerThanThePicture_isAllowed() {
    Picture large = new Picture(8192, 4097, new byte[3 * 8192 * 4097]);
    Draw nothing = new Pad(0, Border.EDGE).draw(Seed.of(1).stream("x"));
    Draw half =
        new Rotate(Range.of(180), Sampling.NEAREST, FILL, true).draw(Seed.of(1).stream("x"));

    assertThat(nothing.apply(large)).isSameAs(large);
    assertThat(half.apply(large).width()).isEqualTo(8192);
  }

  /** Their sine would be one of rounding errors, or of none. */
  @Example
  void degrees_beyondTwoTurns_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rotate(new Range(0, 1e300)))
        .withMessage("degrees must be from -720.0 to 720.0, but was 0.0 to 1.0E300");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Affine(
                    Range.of(721), NONE, NONE, Range.of(1), NONE, NONE, Sampling.NEAREST, FILL))
        .withMessage("degrees must be from -720.0 to 720.0, but was 721.0 to 721.0");
  }

  @Example
  void framing_ofThoseThatChooseWhatIsSeen_isTrue() {
    for (Transform transform : EXTREME) {
      boolean chooses =
          transform instanceof CenterCrop
              || transform instanceof Resize
              || transform instanceof RandomResizedCrop;
      assertThat(transform.framing()).as(transform.toString()).isEqualTo(chooses);
    }
  }
}
