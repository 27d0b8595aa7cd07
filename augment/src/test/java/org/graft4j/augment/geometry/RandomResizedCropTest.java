package org.graft4j.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.graft4j.augment.Pictures;
import org.graft4j.augment.Range;
import org.graft4j.augment.geometry.RandomResizedCrop.Rectangle;
import org.graft4j.augment.geometry.RandomResizedCrop.Resized;
import org.graft4j.data.Augmentation;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;
import org.graft4j.data.Seed;
import org.junit.jupiter.api.Test;

/** Which rectangles are cut out; how they are resized is pinned by the golden pictures. */
class RandomResizedCropTest {

  private static Rectangle drawn(RandomResizedCrop crop, int item) {
    return ((Resized) crop.draw(Seed.of(5).stream("crop", item))).rectangle();
  }

  @Test
  void area_ofManyDraws_isUniformInItsRange() {
    RandomResizedCrop crop = new RandomResizedCrop(new Range(0.2, 0.8), new Range(0.8, 1.25));
    double[] areas = new double[2000];
    for (int i = 0; i < areas.length; i++) {
      Rectangle rectangle = drawn(crop, i);
      areas[i] = rectangle.width(1000, 1000) * rectangle.height(1000, 1000) / 1e6;
    }
    Arrays.sort(areas);
    assertThat(areas[0]).isBetween(0.199, 0.21);
    assertThat(areas[500]).isCloseTo(0.35, Offset.offset(0.03));
    assertThat(areas[1500]).isCloseTo(0.65, Offset.offset(0.03));
    assertThat(areas[1999]).isBetween(0.79, 0.801);
  }

  /** Wide and high are as likely: the median of width to height is one. */
  @Test
  void ratio_ofManyDraws_isUniformInItsLogarithm() {
    RandomResizedCrop crop = new RandomResizedCrop(new Range(0.1, 0.2), new Range(0.5, 2));
    double[] ratios = new double[2000];
    for (int i = 0; i < ratios.length; i++) {
      Rectangle rectangle = drawn(crop, i);
      ratios[i] = rectangle.width(1000, 1000) / (double) rectangle.height(1000, 1000);
    }
    Arrays.sort(ratios);
    assertThat(ratios[0]).isBetween(0.49, 0.52);
    assertThat(ratios[500]).isCloseTo(Math.sqrt(0.5), Offset.offset(0.04));
    assertThat(ratios[1000]).isCloseTo(1, Offset.offset(0.05));
    assertThat(ratios[1999]).isBetween(1.95, 2.02);
  }

  @Test
  void rectangle_ofManyDraws_reachesEachCornerAndNeverBeyond() {
    RandomResizedCrop crop = new RandomResizedCrop(new Range(0.3, 0.9), new Range(0.5, 2));
    boolean[] reached = new boolean[4];
    for (int i = 0; i < 500; i++) {
      Rectangle rectangle = drawn(crop, i);
      int width = rectangle.width(9, 7);
      int height = rectangle.height(9, 7);
      int x = rectangle.x(9, width);
      int y = rectangle.y(7, height);
      assertThat(x).isBetween(0, 9 - width);
      assertThat(y).isBetween(0, 7 - height);
      reached[0] |= width < 9 && x == 0;
      reached[1] |= width < 9 && x == 9 - width;
      reached[2] |= height < 7 && y == 0;
      reached[3] |= height < 7 && y == 7 - height;
    }
    assertThat(reached).containsOnly(true);
  }

  /** 90 % of the area at 10 to 1 would be three times as wide as the picture. */
  @Test
  void side_longerThanThePicture_isShortenedToIt() {
    Rectangle rectangle = new Rectangle(0.9, 10, 0.5, 0.5);

    assertThat(rectangle.width(100, 100)).isEqualTo(100);
    assertThat(rectangle.height(100, 100)).isEqualTo(30);
    assertThat(new Rectangle(1e-9, 1, 0, 0).width(100, 100)).isEqualTo(1);
  }

  @Test
  void wholePicture_isLeftAlone() {
    Picture picture = Pictures.noise(19, 19, 1);
    RandomResizedCrop whole = new RandomResizedCrop(Range.of(1), Range.of(1));

    assertThat(whole.apply(picture, Seed.of(1).stream("x"))).isSameAs(picture);
  }

  @Test
  void forInput_resizesToItAndDescribesItselfAsBefore() {
    RandomResizedCrop crop = new RandomResizedCrop(new Range(0.1, 1), Range.of(1));
    Augmentation sized = crop.forInput(InputSpec.imageNet().withSize(6, 8));

    assertThat(sized.apply(Pictures.noise(19, 23, 1), Seed.of(1).stream("x")))
        .hasToString("Picture[8x6]");
    assertThat(sized.describe()).isEqualTo(crop.describe());
    assertThat(sized.framing()).isTrue();
  }

  /** Training sees pictures resampled as evaluation does. */
  @Test
  void forInput_ofAnyInterpolation_resamplesByIt() {
    Picture picture = Pictures.noise(40, 40, 1);
    RandomResizedCrop whole = new RandomResizedCrop(Range.of(1), Range.of(1));
    for (Interpolation interpolation : Interpolation.values()) {
      Augmentation sized = whole.forInput(InputSpec.imageNet(16, 12, interpolation));

      assertThat(sized.apply(picture, Seed.of(1).stream("x")).rgb())
          .isEqualTo(PictureResize.to(picture, 12, 12, interpolation).rgb());
    }
  }
}
