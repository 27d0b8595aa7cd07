package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TestTimeViewsTest {
  private static final PicturePreparation PREPARATION =
      PicturePreparation.of(
          new InputSpec(
              8,
              8,
              new ResizeRule.Squash(),
              InputSpec.ChannelOrder.RGB,
              List.of(0.0, 0.0, 0.0),
              List.of(1.0, 1.0, 1.0)));

  /** Sets every pixel to a drawn value. */
  private static final Augmentation GREY =
      Augmentation.named(
          "grey",
          (picture, random) -> {
            byte[] rgb = new byte[picture.rgb().length];
            java.util.Arrays.fill(rgb, (byte) random.nextInt(256));
            return new Picture(picture.width(), picture.height(), rgb);
          });

  private static Picture noise(int width, int height, long seed) {
    RandomGenerator random = Seed.of(seed).stream("noise");
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    return new Picture(width, height, rgb);
  }

  @Test
  void drawn_everyPicture_isShownInTheSameWays() {
    TestTimeViews views = TestTimeViews.drawn(GREY, 4, Seed.of(3));

    List<Picture> first = views.pictures(noise(8, 8, 1), PREPARATION);
    List<Picture> second = views.pictures(noise(11, 9, 2), PREPARATION);

    assertThat(first).hasSize(4);
    for (int view = 1; view < 4; view++) {
      assertThat(second.get(view).rgb()).isEqualTo(first.get(view).rgb());
    }
    assertThat(first.stream().skip(1).map(view -> view.value(0, 0, 0)).distinct()).hasSize(3);
  }

  @Test
  void drawn_firstView_isPlain() {
    Picture picture = noise(8, 8, 1);

    Picture first = TestTimeViews.drawn(GREY, 2, Seed.of(3)).pictures(picture, PREPARATION).get(0);

    assertThat(first.rgb()).isEqualTo(picture.rgb());
  }

  @Test
  void drawn_one_isPlain() {
    assertThat(TestTimeViews.drawn(GREY, 1, Seed.of(3)).isPlain()).isTrue();
    assertThat(TestTimeViews.drawn(Augmentation.NONE, 1, Seed.of(3)).isPlain()).isTrue();
    assertThat(TestTimeViews.PLAIN.describe()).isEqualTo("plain");
    assertThat(TestTimeViews.mirrored().isPlain()).isFalse();
  }

  @Test
  void drawn_ofNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestTimeViews.drawn(Augmentation.NONE, 3, Seed.of(1)))
        .withMessageContaining("3 views, but was none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestTimeViews.drawn(GREY, 0, Seed.of(1)))
        .withMessage("count of views must be from 1 to 256, but was 0");
    assertThatIllegalArgumentException().isThrownBy(TestTimeViews::of);
  }

  @Test
  void mirrored_secondView_exchangesLeftAndRight() {
    Picture picture = noise(8, 8, 1);

    Picture mirror = TestTimeViews.mirrored().pictures(picture, PREPARATION).get(1);

    for (int x = 0; x < 8; x++) {
      assertThat(mirror.value(x, 5, 1)).isEqualTo(picture.value(7 - x, 5, 1));
    }
  }

  /** 16x12 in a square network: squares of 7/8 of 12, which is 10.5, at the corners. */
  @Test
  void tenCrop_views_areCornersAndTheirMirrorImages() {
    Picture picture = noise(16, 12, 1);
    InputSpec eleven =
        new InputSpec(
            11,
            11,
            new ResizeRule.Squash(),
            InputSpec.ChannelOrder.RGB,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));

    List<Picture> views = TestTimeViews.tenCrop().pictures(picture, PicturePreparation.of(eleven));

    assertThat(views).hasSize(10);
    assertThat(views.get(1).value(0, 0, 0)).as("top left").isEqualTo(picture.value(0, 0, 0));
    assertThat(views.get(2).value(10, 0, 0)).as("top right").isEqualTo(picture.value(15, 0, 0));
    assertThat(views.get(4).value(10, 10, 0)).as("bottom").isEqualTo(picture.value(15, 11, 0));
    assertThat(views.get(6).value(10, 0, 0)).as("mirrored").isEqualTo(picture.value(0, 0, 0));
  }

  @Test
  void tenCrop_thinPictures_work() {
    for (Picture picture : List.of(noise(1, 1, 1), noise(1, 300, 1), noise(300, 1, 1))) {
      assertThat(TestTimeViews.tenCrop().pictures(picture, PREPARATION))
          .allMatch(view -> view.width() == 8 && view.height() == 8);
    }
  }

  @Test
  void mean_isArithmetic() {
    assertThat(TestTimeViews.mean(new double[][] {{1, 0}, {0.5, 0.5}})).containsExactly(0.75, 0.25);
  }

  /** Reports have it: what was asked for, and not how it is made. */
  @Test
  void describe_views_saysWhatWasAskedFor() {
    assertThat(TestTimeViews.drawn(GREY, 3, Seed.of(7)).describe())
        .isEqualTo("plain and 2 of grey, seed 7");
    assertThat(TestTimeViews.mirrored().describe()).isEqualTo("plain and mirrored");
    assertThat(TestTimeViews.tenCrop().describe()).isEqualTo("ten crops");
    assertThat(TestTimeViews.of(Augmentation.NONE, GREY).describe()).isEqualTo("none, grey");
    assertThat(TestTimeViews.of(Augmentation.NONE).describe()).isEqualTo("plain");
  }

  @Test
  void cornerView_forASize_describesItselfAsBefore() {
    for (double share : new double[] {CornerView.ALL, CornerView.CROP}) {
      Augmentation view = new CornerView(share, 1, 0, true);
      assertThat(view.forInput(PREPARATION.spec()).describe()).isEqualTo(view.describe());
    }
  }
}
