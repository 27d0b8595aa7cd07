package org.graft4j.augment.noise;

import java.util.Arrays;

/**
 * One channel in blocks of 8 by 8, and what rounding its cosine coefficients leaves of it. Single
 * precision, in an order that the language fixes: the same on every machine.
 */
final class JpegPlane {
  // Half a cosine of k sixteenths of a half turn: the transform is orthonormal with them.
  private static final float C1 = cosine(1);
  private static final float C2 = cosine(2);
  private static final float C3 = cosine(3);
  private static final float C4 = cosine(4);
  private static final float C5 = cosine(5);
  private static final float C6 = cosine(6);
  private static final float C7 = cosine(7);

  /** Adding and taking it away again rounds a float of less than 2^22. */
  private static final float ROUNDING = 0x1.8p23f;

  private final int stride;
  private final int rows;
  private final byte[] values;

  /** A plane of at least that size, in whole blocks. */
  JpegPlane(int width, int height) {
    this.stride = (width + 7) / 8 * 8;
    this.rows = (height + 7) / 8 * 8;
    this.values = new byte[stride * rows];
  }

  private static float cosine(int k) {
    return (float) (0.5 * StrictMath.cos(k * Math.PI / 16));
  }

  /** The values, without sign, row by row; those beyond the picture too. */
  byte[] values() {
    return values;
  }

  /** Values a row. */
  int stride() {
    return stride;
  }

  /** Makes the values beyond the picture go on with those at its border. */
  void extend(int width, int height) {
    for (int y = 0; y < height; y++) {
      byte last = values[y * stride + width - 1];
      Arrays.fill(values, y * stride + width, (y + 1) * stride, last);
    }
    for (int y = height; y < rows; y++) {
      System.arraycopy(values, (height - 1) * stride, values, y * stride, stride);
    }
  }

  /** Rounds the coefficients of every block to multiples of these steps. */
  void round(float[] steps) {
    float[] shares = new float[64];
    for (int i = 0; i < 64; i++) {
      // A little more, so that halves, which are common, go away from 0 as libjpeg's do.
      shares[i] = 1.000002f / steps[i];
    }
    float[] block = new float[64];
    for (int y = 0; y < rows; y += 8) {
      for (int x = 0; x < stride; x += 8) {
        load(block, y * stride + x);
        for (int i = 0; i < 8; i++) {
          forward(block, 8 * i, 1);
        }
        for (int i = 0; i < 8; i++) {
          forward(block, i, 8);
        }
        for (int i = 0; i < 64; i++) {
          block[i] = (block[i] * shares[i] + ROUNDING - ROUNDING) * steps[i];
        }
        for (int i = 0; i < 8; i++) {
          inverse(block, i, 8);
        }
        for (int i = 0; i < 8; i++) {
          inverse(block, 8 * i, 1);
        }
        store(block, y * stride + x);
      }
    }
  }

  private void load(float[] block, int at) {
    for (int i = 0; i < 64; i++) {
      block[i] = (values[at + (i >> 3) * stride + (i & 7)] & 0xff) - 128;
    }
  }

  private void store(float[] block, int at) {
    for (int i = 0; i < 64; i++) {
      float value = Math.max(0, Math.min(255, block[i] + 128));
      values[at + (i >> 3) * stride + (i & 7)] = (byte) (int) (value + 0.5f);
    }
  }

  /**
   * Eight values become their cosine coefficients: sums give the even ones, differences the odd.
   */
  private static void forward(float[] b, int at, int step) {
    float s0 = b[at] + b[at + 7 * step];
    float d0 = b[at] - b[at + 7 * step];
    float s1 = b[at + step] + b[at + 6 * step];
    float d1 = b[at + step] - b[at + 6 * step];
    float s2 = b[at + 2 * step] + b[at + 5 * step];
    float d2 = b[at + 2 * step] - b[at + 5 * step];
    float s3 = b[at + 3 * step] + b[at + 4 * step];
    float d3 = b[at + 3 * step] - b[at + 4 * step];
    b[at] = (s0 + s3 + (s1 + s2)) * C4;
    b[at + 4 * step] = (s0 + s3 - (s1 + s2)) * C4;
    b[at + 2 * step] = (s0 - s3) * C2 + (s1 - s2) * C6;
    b[at + 6 * step] = (s0 - s3) * C6 - (s1 - s2) * C2;
    b[at + step] = d0 * C1 + d1 * C3 + d2 * C5 + d3 * C7;
    b[at + 3 * step] = d0 * C3 - d1 * C7 - d2 * C1 - d3 * C5;
    b[at + 5 * step] = d0 * C5 - d1 * C1 + d2 * C7 + d3 * C3;
    b[at + 7 * step] = d0 * C7 - d1 * C5 + d2 * C3 - d3 * C1;
  }

  /** The other way: the transposed matrix. */
  private static void inverse(float[] b, int at, int step) {
    float x1 = b[at + step];
    float x3 = b[at + 3 * step];
    float x5 = b[at + 5 * step];
    float x7 = b[at + 7 * step];
    float low = (b[at] + b[at + 4 * step]) * C4;
    float high = (b[at] - b[at + 4 * step]) * C4;
    float outer = b[at + 2 * step] * C2 + b[at + 6 * step] * C6;
    float inner = b[at + 2 * step] * C6 - b[at + 6 * step] * C2;
    float d0 = x1 * C1 + x3 * C3 + x5 * C5 + x7 * C7;
    float d1 = x1 * C3 - x3 * C7 - x5 * C1 - x7 * C5;
    float d2 = x1 * C5 - x3 * C1 + x5 * C7 + x7 * C3;
    float d3 = x1 * C7 - x3 * C5 + x5 * C3 - x7 * C1;
    b[at] = low + outer + d0;
    b[at + 7 * step] = low + outer - d0;
    b[at + step] = high + inner + d1;
    b[at + 6 * step] = high + inner - d1;
    b[at + 2 * step] = high - inner + d2;
    b[at + 5 * step] = high - inner - d2;
    b[at + 3 * step] = low - outer + d3;
    b[at + 4 * step] = low - outer - d3;
  }
}
