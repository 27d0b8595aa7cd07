package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PictureResizeTest {
  private static Picture noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(width * 1000L + height).nextBytes(rgb);
    return new Picture(width, height, rgb);
  }

  /** The preparation makes only what the crop keeps; nobody may see that. */
  @Property(tries = 200)
  void window_anyPartOfAResizedPicture_equalsThatPartOfTheWhole(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 1, max = 80) int newWidth,
      @ForAll @IntRange(min = 1, max = 80) int newHeight,
      @ForAll Interpolation interpolation,
      @ForAll Random random) {
    Picture picture = noise(width, height);
    Picture whole = PictureResize.to(picture, newWidth, newHeight, interpolation);
    int w = 1 + random.nextInt(newWidth);
    int h = 1 + random.nextInt(newHeight);
    int left = random.nextInt(newWidth - w + 1);
    int top = random.nextInt(newHeight - h + 1);
    Picture part =
        PictureResize.window(picture, interpolation, newWidth, newHeight, left, top, w, h);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(part.value(x, y, c)).isEqualTo(whole.value(left + x, top + y, c));
        }
      }
    }
  }

  @Test
  void resize_toTheSameSize_givesThePictureItself() {
    Picture picture = noise(7, 5);
    assertThat(PictureResize.to(picture, 7, 5, Interpolation.BICUBIC)).isSameAs(picture);
  }

  /** Resized whole, a strip of one row would be 51 million pixels wide. */
  @Test
  void preparation_ofAStripOneRowHigh_makesOnlyTheCrop() {
    Picture strip = noise(200_000, 1);
    Picture cut = PicturePreparation.of(InputSpec.imageNet()).fit(strip);
    assertThat(cut).hasToString("Picture[224x224]");
  }

  @Test
  void preparation_bgr_swapsTheChannelsOfTheTensor() {
    InputSpec rgb = InputSpec.imageNet();
    InputSpec bgr =
        new InputSpec(
            224,
            224,
            rgb.resize(),
            InputSpec.ChannelOrder.BGR,
            List.of(0.406, 0.456, 0.485),
            List.of(0.225, 0.224, 0.229));
    Picture picture = noise(300, 250);
    int plane = 224 * 224;
    float[] straight = new float[3 * plane];
    float[] swapped = new float[3 * plane + 1];
    PicturePreparation.of(rgb).write(picture, straight, 0);
    PicturePreparation.of(bgr).write(picture, swapped, 1);
    for (int i = 0; i < plane; i++) {
      assertThat(swapped[1 + i]).isEqualTo(straight[2 * plane + i]);
      assertThat(swapped[1 + 2 * plane + i]).isEqualTo(straight[i]);
    }
  }
}
