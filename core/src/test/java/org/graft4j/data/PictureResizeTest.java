package org.graft4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

  /** A part is as if it were cut out first: nothing of what lies beside it gets in. */
  @Property(tries = 200)
  void part_anyRectangle_equalsTheResizedCut(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 80) int newWidth,
      @ForAll @IntRange(min = 1, max = 80) int newHeight,
      @ForAll Interpolation interpolation,
      @ForAll Random random) {
    Picture picture = noise(width, height);
    int w = 1 + random.nextInt(width);
    int h = 1 + random.nextInt(height);
    int x = random.nextInt(width - w + 1);
    int y = random.nextInt(height - h + 1);
    byte[] cut = new byte[3 * w * h];
    for (int row = 0; row < h; row++) {
      System.arraycopy(picture.rgb(), 3 * ((y + row) * width + x), cut, 3 * w * row, 3 * w);
    }
    Picture part = PictureResize.part(picture, x, y, w, h, newWidth, newHeight, interpolation);
    assertThat(part.rgb())
        .isEqualTo(
            PictureResize.to(new Picture(w, h, cut), newWidth, newHeight, interpolation).rgb());
  }

  /** The plain formula, which takes no heed of how many samples a sum has or where a row ends. */
  @Property(tries = 200)
  void resize_anySize_equalsThePlainFormula(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 80) int newWidth,
      @ForAll @IntRange(min = 1, max = 80) int newHeight,
      @ForAll Interpolation interpolation) {
    Picture picture = noise(width, height);
    int[] across = plain(bytes(picture), width, height, newWidth, interpolation);
    int[] turned = turned(across, newWidth, height);
    int[] down = plain(turned, height, newWidth, newHeight, interpolation);
    assertThat(bytes(PictureResize.to(picture, newWidth, newHeight, interpolation)))
        .isEqualTo(turned(down, newHeight, newWidth));
  }

  private static int[] bytes(Picture picture) {
    int[] values = new int[picture.rgb().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = picture.rgb()[i] & 0xff;
    }
    return values;
  }

  private static int[] turned(int[] in, int width, int height) {
    int[] out = new int[in.length];
    for (int i = 0; i < in.length; i++) {
      int pixel = i / 3;
      int x = pixel % width;
      int y = Math.floorDiv(pixel, width);
      out[3 * (x * height + y) + i % 3] = in[i];
    }
    return out;
  }

  private static int[] plain(
      int[] in, int width, int height, int newWidth, Interpolation interpolation) {
    if (newWidth == width) {
      return in;
    }
    ResizeWeights weights = ResizeWeights.of(interpolation, width, newWidth, 0, newWidth);
    int[] out = new int[3 * newWidth * height];
    for (int i = 0; i < out.length; i++) {
      int x = i / 3 % newWidth;
      int row = Math.floorDiv(i, 3 * newWidth) * width;
      long sum = ResizeWeights.HALF;
      for (int k = 0; k < weights.taps(x); k++) {
        sum += (long) weights.weight(x, k) * in[3 * (row + weights.first(x) + k) + i % 3];
      }
      out[i] = (int) Math.max(0, Math.min(255, sum >> ResizeWeights.PRECISION_BITS));
    }
    return out;
  }

  @Test
  void part_beyondThePicture_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PictureResize.part(noise(7, 5), 3, 0, 5, 5, 2, 2, Interpolation.BILINEAR))
        .withMessage("a part must lie within the picture Picture[7x5], but was 5x5 at (3, 0)");
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
