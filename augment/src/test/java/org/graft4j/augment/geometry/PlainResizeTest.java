package org.graft4j.augment.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.graft4j.augment.Range;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnTask;
import org.junit.jupiter.api.Test;

class PlainResizeTest {

  private static Picture drawn(int size) {
    return DrawnTask.target().draw(1, size, Seed.of(3).stream("picture"));
  }

  private static Picture resize(Picture picture, int width, int height) {
    return new Resize(width, height, Interpolation.BILINEAR, false)
        .apply(picture, Seed.of(1).stream("draw"));
  }

  /** OpenCV mixes by weights of 11 bits: off by less than one from the formula in doubles. */
  @Test
  void plainResize_smallerAndLarger_mixesTheTwoNearestPixelsOfEachDirection() {
    Picture picture = drawn(37);
    for (int[] size : new int[][] {{11, 50}, {64, 20}, {37, 36}, {1, 1}}) {
      Picture resized = resize(picture, size[0], size[1]);
      for (int y = 0; y < size[1]; y++) {
        for (int x = 0; x < size[0]; x++) {
          for (int c = 0; c < 3; c++) {
            double expected =
                mixed(picture, (x + 0.5) * 37 / size[0] - 0.5, (y + 0.5) * 37 / size[1] - 0.5, c);
            int actual = resized.rgb()[3 * (y * size[0] + x) + c] & 0xff;
            assertThat((double) actual).isBetween(expected - 1, expected + 1);
          }
        }
      }
    }
  }

  private static double mixed(Picture picture, double x, double y, int channel) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    return (1 - down)
            * ((1 - right) * value(picture, left, top, channel)
                + right * value(picture, left + 1, top, channel))
        + down
            * ((1 - right) * value(picture, left, top + 1, channel)
                + right * value(picture, left + 1, top + 1, channel));
  }

  private static int value(Picture picture, int x, int y, int channel) {
    int column = Math.max(0, Math.min(picture.width() - 1, x));
    int row = Math.max(0, Math.min(picture.height() - 1, y));
    return picture.rgb()[3 * (row * picture.width() + column) + channel] & 0xff;
  }

  @Test
  void plainResize_ofAPart_isThatOfThePartCutOut() {
    Picture picture = drawn(50);
    byte[] cut = new byte[3 * 20 * 30];
    for (int row = 0; row < 30; row++) {
      System.arraycopy(picture.rgb(), 3 * ((7 + row) * 50 + 11), cut, 3 * 20 * row, 3 * 20);
    }

    Picture part = PlainResize.part(picture, 11, 7, 20, 30, 33, 44, Interpolation.BICUBIC);

    Picture whole =
        PlainResize.part(new Picture(20, 30, cut), 0, 0, 20, 30, 33, 44, Interpolation.BICUBIC);
    assertThat(part.rgb()).isEqualTo(whole.rgb());
  }

  @Test
  void plainResize_toAQuarter_losesWhatAntialiasingKeeps() {
    byte[] lines = new byte[3 * 64 * 64];
    for (int i = 0; i < lines.length; i++) {
      // One white column of four, where no point of the small picture is near.
      lines[i] = (byte) (i / 3 % 4 == 0 ? 255 : 0);
    }
    Picture picture = new Picture(64, 64, lines);

    Picture plain = resize(picture, 16, 16);
    Picture antialiased =
        new Resize(16, 16, Interpolation.BILINEAR).apply(picture, Seed.of(1).stream("draw"));

    assertThat(plain.rgb()).containsOnly(0);
    assertThat(antialiased.rgb()[24] & 0xff).isGreaterThan(30);
  }

  @Test
  void plainCrop_onManyThreads_givesTheBytesOfOne() throws Exception {
    RandomResizedCrop crop =
        new RandomResizedCrop(new Range(0.1, 1), new Range(3 / 4.0, 4 / 3.0), false);
    List<Picture> pictures = List.of(drawn(64), drawn(33), drawn(120));
    List<Future<byte[]>> made = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int i = 0; i < 60; i++) {
        int draw = i;
        Picture picture = pictures.get(i % 3);
        made.add(threads.submit(() -> crop.apply(picture, Seed.of(5).stream("draw", draw)).rgb()));
      }
      for (int i = 0; i < 60; i++) {
        byte[] alone = crop.apply(pictures.get(i % 3), Seed.of(5).stream("draw", i)).rgb();
        assertThat(made.get(i).get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
