package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mask on the whole way from its stored picture to the network's size. */
class MaskPreparationTest {
  /** What a class looks like, far from any other and from mixtures of two; 0 is ignored, black. */
  private static final int[][] LOOKS = {{0, 0, 0}, {250, 40, 90}, {30, 220, 160}, {120, 110, 255}};

  /** Shows which part of the stored picture is seen: the left half, mirrored. */
  private static final Augmentation LEFT_HALF =
      new Augmentation() {
        @Override
        public Picture apply(Picture picture, RandomGenerator random) {
          return draw(random).apply(picture);
        }

        @Override
        public Draw draw(RandomGenerator random) {
          return new LeftHalf();
        }

        @Override
        public boolean framing() {
          return true;
        }

        @Override
        public boolean movesMasks() {
          return true;
        }
      };

  private record LeftHalf() implements Draw {
    @Override
    public Picture apply(Picture picture) {
      int width = picture.width() / 2;
      return PictureResize.part(
          picture, 0, 0, width, picture.height(), width, picture.height(), Interpolation.BILINEAR);
    }

    @Override
    public Mask apply(Mask mask) {
      int width = mask.width() / 2;
      return MaskResize.part(mask, 0, 0, width, mask.height(), width, mask.height());
    }
  }

  private static InputSpec spec(int width, int height, ResizeRule rule) {
    return new InputSpec(
        height,
        width,
        rule,
        InputSpec.ChannelOrder.RGB,
        List.of(0.0, 0.0, 0.0),
        List.of(1.0, 1.0, 1.0));
  }

  /** Three classes in blocks of a sixth of a side. */
  private static Mask blocks(int width, int height) {
    byte[] classes = new byte[width * height];
    for (int i = 0; i < classes.length; i++) {
      int column = i % width * 6 / width;
      int row = Math.floorDiv(i, width) * 6 / height;
      classes[i] = (byte) (1 + (column + 2 * row) % 3);
    }
    return new Mask(width, height, classes, 0);
  }

  private static Picture shown(Mask mask) {
    byte[] rgb = new byte[3 * mask.classes().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) LOOKS[mask.classes()[i / 3]][i % 3];
    }
    return new Picture(mask.width(), mask.height(), rgb);
  }

  /** Where a picture shows a class alone, its mask says that class. */
  private static void assertAlike(Mask mask, Picture picture, double least) {
    assertThat(mask.width()).isEqualTo(picture.width());
    assertThat(mask.height()).isEqualTo(picture.height());
    int pure = 0;
    for (int i = 0; i < mask.classes().length; i++) {
      for (int label = 0; label < LOOKS.length; label++) {
        if (looks(picture, 3 * i, label)) {
          pure++;
          assertThat(mask.classes()[i]).as("pixel %s", i).isEqualTo((byte) label);
        }
      }
    }
    assertThat(pure).isGreaterThan((int) (least * mask.classes().length));
  }

  private static boolean looks(Picture picture, int at, int label) {
    for (int channel = 0; channel < 3; channel++) {
      if ((picture.rgb()[at + channel] & 0xff) != LOOKS[label][channel]) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @CsvSource({
    "90, 60, 48, 48, 56", "61, 97, 48, 48, 48", "300, 41, 48, 31, 40", "24, 24, 48, 48, 55",
    "100, 40, 48, 48, 32", "40, 90, 47, 48, 20", "48, 48, 48, 48, 48", "77, 49, 40, 64, 0"
  })
  void fit_mask_isWhereItsPictureIs(int width, int height, int toWidth, int toHeight, int side) {
    ResizeRule rule = side == 0 ? new ResizeRule.Squash() : new ResizeRule.ShorterSide(side);
    PicturePreparation preparation = PicturePreparation.of(spec(toWidth, toHeight, rule));
    Mask mask = blocks(width, height);

    assertAlike(preparation.fit(mask), preparation.fit(shown(mask)), 0.4);
  }

  /** Pillow: 5 pixels at 3 show those at 0.83, 2.5 and 4.17; the middle two of 4 those between. */
  @Test
  void fit_mask_takesPillowsNearestPixels() {
    Mask mask = new Mask(5, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 255);

    assertThat(MaskResize.part(mask, 0, 0, 5, 2, 3, 2).classes())
        .containsExactly(1, 3, 5, 6, 8, 10);
    assertThat(PicturePreparation.of(spec(2, 2, new ResizeRule.ShorterSide(2))).fit(mask).classes())
        .containsExactly(3, 4, 8, 9);
  }

  /** A window of a strip that would have a thousand million columns. */
  @Test
  void fit_longStrip_isCutOutOfItsMiddle() {
    Mask strip = blocks(4_000_000, 1);

    Mask fitted = PicturePreparation.of(spec(8, 8, new ResizeRule.ShorterSide(256))).fit(strip);

    assertThat(fitted.classes()).containsOnly(strip.value(2_000_000, 0), strip.value(1_999_999, 0));
  }

  @Test
  void fit_smallerThanTheInput_isSetInIgnoredPixels() {
    Mask mask = new Mask(2, 2, new byte[] {1, 2, 3, 4}, 255);

    Mask fitted = PicturePreparation.of(spec(4, 4, new ResizeRule.ShorterSide(2))).fit(mask);

    byte no = (byte) 255;
    assertThat(fitted.classes())
        .containsExactly(no, no, no, no, no, 1, 2, no, no, 3, 4, no, no, no, no, no);
    assertThat(fitted.ignored()).isEqualTo(255);
  }

  @Test
  void draw_appliedToBoth_movesThemAlike() {
    List<Augmentation> ways = new ArrayList<>(List.of(Augmentation.NONE, LEFT_HALF));
    ways.add(Augmentation.named("left", LEFT_HALF));
    PicturePreparation preparation =
        PicturePreparation.of(spec(48, 40, new ResizeRule.ShorterSide(50)));
    Mask mask = blocks(96, 90);
    for (Augmentation way : ways) {
      AugmentedPreparation prepared = AugmentedPreparation.of(preparation, way);
      Draw draw = prepared.draw(Seed.of(1).stream("x"));

      assertThat(prepared.movesMasks()).isTrue();
      assertAlike(draw.apply(mask), draw.apply(shown(mask)), 0.4);
      assertThat(draw.apply(shown(mask)).rgb())
          .isEqualTo(prepared.view(shown(mask), Seed.of(1).stream("x")).rgb());
    }
  }

  @Test
  void movesMasks_lambda_isFalseAsItsDrawRefuses() {
    Augmentation lambda = Augmentation.named("lambda", (picture, random) -> picture);
    AugmentedPreparation prepared =
        AugmentedPreparation.of(PicturePreparation.of(spec(4, 4, new ResizeRule.Squash())), lambda);
    Draw draw = prepared.draw(Seed.of(1).stream("x"));

    assertThat(prepared.movesMasks()).isFalse();
    assertThatThrownBy(() -> draw.apply(blocks(6, 6)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("must be able to move a mask");
  }
}
