package org.graft4j.augment.noise;

import java.util.Arrays;
import org.graft4j.data.Picture;

/** Weighted means along rows, then along columns, in single precision. */
final class BlurKernel {
  /** Adding it leaves a float's whole part, rounded half to even, in its lowest bits. */
  private static final float WHOLE = 0x1p23f;

  private static final float[] NONE = {};

  private BlurKernel() {}

  /** Weights of a bell curve around the middle, which add up to 1. */
  static float[] bell(int length, double sigma) {
    double[] weights = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double distance = (i - (length - 1) / 2.0) / sigma;
      weights[i] = StrictMath.exp(-0.5 * distance * distance);
      sum += weights[i];
    }
    float[] shares = new float[length];
    for (int i = 0; i < length; i++) {
      shares[i] = (float) (weights[i] / sum);
    }
    return shares;
  }

  /**
   * The blurred picture.
   *
   * @param across weights along rows, of odd length
   * @param down weights along columns, of odd length
   */
  static Picture blurred(Picture picture, float[] across, float[] down) {
    int stride = 3 * picture.width();
    int height = picture.height();
    float[][] rows = new float[height][];
    float[] padded = new float[stride + 3 * (across.length - 1)];
    byte[] rgb = new byte[stride * height];
    float[] sum = new float[stride];
    int made = 0;
    int reach = down.length / 2;
    for (int row = 0; row < height; row++) {
      // Only the rows around are kept: all of them as floats would be four times the picture.
      for (; made < height && made <= row + reach; made++) {
        rows[made] = across(picture, made, padded, across);
      }
      if (row > reach) {
        rows[row - reach - 1] = NONE;
      }
      Arrays.fill(sum, 0);
      for (int i = 0; i < down.length; i++) {
        add(sum, rows[mirrored(row + i - reach, height)], 0, down[i]);
      }
      for (int i = 0; i < stride; i++) {
        rgb[row * stride + i] = (byte) Float.floatToRawIntBits(sum[i] + WHOLE);
      }
    }
    return new Picture(picture.width(), height, rgb);
  }

  private static float[] across(Picture picture, int row, float[] padded, float[] weights) {
    pad(picture, row, padded, weights.length / 2);
    float[] sum = new float[3 * picture.width()];
    for (int i = 0; i < weights.length; i++) {
      add(sum, padded, 3 * i, weights[i]);
    }
    return sum;
  }

  /** A row with its mirrored continuation on both sides. */
  private static void pad(Picture picture, int row, float[] padded, int margin) {
    int width = picture.width();
    byte[] rgb = picture.rgb();
    int start = 3 * row * width;
    for (int i = 0; i < 3 * width; i++) {
      padded[3 * margin + i] = rgb[start + i] & 0xff;
    }
    for (int x = 1; x <= margin; x++) {
      int before = start + 3 * mirrored(-x, width);
      int after = start + 3 * mirrored(width - 1 + x, width);
      for (int c = 0; c < 3; c++) {
        padded[3 * (margin - x) + c] = rgb[before + c] & 0xff;
        padded[3 * (margin + width - 1 + x) + c] = rgb[after + c] & 0xff;
      }
    }
  }

  /** The inner loop, which the compiler turns into vector instructions. */
  private static void add(float[] sum, float[] values, int offset, float weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[offset + i];
    }
  }

  /** The place within 0 to length - 1 that a mirror at the outermost pixels shows at another. */
  private static int mirrored(int place, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int folded = Math.floorMod(place, period);
    return Math.min(folded, period - folded);
  }
}
