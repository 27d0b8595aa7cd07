package org.graft4j.eval.doctor;

import java.util.Arrays;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;

/**
 * 64 bits that stay nearly the same when a picture is resized, recompressed or made a little
 * brighter, and differ by about half between different pictures: the signs of its lowest
 * frequencies around their median ("pHash", Zauner 2010, "Implementation and benchmarking of
 * perceptual image hash functions"). Immutable.
 *
 * <p>A picture without any structure, all of one colour, has frequencies of nothing but rounding:
 * its hash is 0, and says nothing.
 *
 * @param bits the row of frequencies after row, the lowest first
 */
public record PerceptualHash(long bits) {
  /** Rows and columns that the hash is made of. */
  static final int SIDE = 32;

  private static final int KEPT = 8;

  private static final double[][] WAVES = waves();

  /** Differences below this, of values up to 255, are rounding. */
  private static final double STRUCTURE = 1;

  /** The hash of a picture of any size, by its luma. */
  public static PerceptualHash of(Picture picture) {
    return ofLuma(luma(picture));
  }

  /** The hash of what {@link #luma} gave. */
  static PerceptualHash ofLuma(double[] luma) {
    double[] frequencies = frequencies(luma);
    double[] sorted = frequencies.clone();
    Arrays.sort(sorted);
    if (sorted[sorted.length - 1] - sorted[0] < STRUCTURE) {
      return new PerceptualHash(0);
    }
    double median = (sorted[31] + sorted[32]) / 2;
    long bits = 0;
    for (int i = 0; i < frequencies.length; i++) {
      bits |= frequencies[i] > median ? 1L << i : 0;
    }
    return new PerceptualHash(bits);
  }

  /** The picture at {@link #SIDE} x {@link #SIDE}, row after row, 0 to 255. */
  static double[] luma(Picture picture) {
    Picture small = PictureResize.to(picture, SIDE, SIDE, Interpolation.BILINEAR);
    double[] luma = new double[SIDE * SIDE];
    for (int i = 0; i < luma.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      luma[i] =
          0.299 * small.value(x, y, 0)
              + 0.587 * small.value(x, y, 1)
              + 0.114 * small.value(x, y, 2);
    }
    return luma;
  }

  private static double[][] waves() {
    double[][] waves = new double[KEPT][SIDE];
    for (int k = 0; k < KEPT; k++) {
      for (int i = 0; i < SIDE; i++) {
        waves[k][i] = Math.cos(Math.PI * (k + 1) * (2 * i + 1) / (2.0 * SIDE)) * 2 / SIDE;
      }
    }
    return waves;
  }

  /**
   * The cosine transform's frequencies 1 to 8 in both directions: without 0, the mean of rows or
   * columns, which brightness and borders move most.
   */
  private static double[] frequencies(double[] luma) {
    double[] across = new double[SIDE * KEPT];
    for (int y = 0; y < SIDE; y++) {
      for (int k = 0; k < KEPT; k++) {
        double sum = 0;
        for (int x = 0; x < SIDE; x++) {
          sum += luma[y * SIDE + x] * WAVES[k][x];
        }
        across[y * KEPT + k] = sum;
      }
    }
    double[] both = new double[KEPT * KEPT];
    for (int j = 0; j < KEPT; j++) {
      for (int k = 0; k < KEPT; k++) {
        double sum = 0;
        for (int y = 0; y < SIDE; y++) {
          sum += across[y * KEPT + k] * WAVES[j][y];
        }
        both[j * KEPT + k] = sum;
      }
    }
    return both;
  }

  /** Bits that differ, 0 to 64; up to about 6 is the same picture, 32 is chance. */
  public int distance(PerceptualHash other) {
    return Long.bitCount(bits ^ other.bits);
  }

  /** Whether there was nothing to tell it by. */
  public boolean blank() {
    return bits == 0;
  }
}
