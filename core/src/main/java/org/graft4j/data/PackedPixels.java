package org.graft4j.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pixels as one int each, red lowest, and weighted sums of rows of them.
 *
 * <p>The loops here are what resizing spends its time in. They have one operation for each pixel,
 * no branch and nothing but ints, which is the form that the JVM makes vector instructions of; it
 * does not for bytes.
 */
final class PackedPixels {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SHIFT = ResizeWeights.PRECISION_BITS;
  private static final int HALF = ResizeWeights.HALF;

  private PackedPixels() {}

  /**
   * Reads a row of pixels.
   *
   * @param from the byte at which the first one begins
   */
  static void unpack(byte[] rgb, int from, int[] out) {
    // Two pixels by eight bytes, of which the last two are the next one's: not at the array's end.
    int quick = Math.min(out.length / 2, (rgb.length - from - 2) / 6);
    for (int i = 0; i < quick; i++) {
      long two = (long) LONGS.get(rgb, from + 6 * i);
      out[2 * i] = (int) two & 0xffffff;
      out[2 * i + 1] = (int) (two >>> 24) & 0xffffff;
    }
    for (int i = 2 * quick; i < out.length; i++) {
      int at = from + 3 * i;
      out[i] = (rgb[at] & 0xff) | ((rgb[at + 1] & 0xff) << 8) | ((rgb[at + 2] & 0xff) << 16);
    }
  }

  /**
   * Exchanges rows and columns of eight rows, so that {@code columns[i][place + k]} is {@code
   * rows[first + k][i]}. Eight at a time, because each column is another array to be fetched.
   */
  static void upright(int[][] rows, int first, int[][] columns, int place) {
    int[] a = rows[first];
    int[] b = rows[first + 1];
    int[] c = rows[first + 2];
    int[] d = rows[first + 3];
    int[] e = rows[first + 4];
    int[] f = rows[first + 5];
    int[] g = rows[first + 6];
    int[] h = rows[first + 7];
    for (int i = 0; i < columns.length; i++) {
      int[] column = columns[i];
      column[place] = a[i];
      column[place + 1] = b[i];
      column[place + 2] = c[i];
      column[place + 3] = d[i];
      column[place + 4] = e[i];
      column[place + 5] = f[i];
      column[place + 6] = g[i];
      column[place + 7] = h[i];
    }
  }

  /** The way back: {@code rows[first + k][i]} becomes {@code columns[i][place + k]}. */
  static void level(int[][] columns, int place, int[][] rows, int first) {
    int[] a = rows[first];
    int[] b = rows[first + 1];
    int[] c = rows[first + 2];
    int[] d = rows[first + 3];
    int[] e = rows[first + 4];
    int[] f = rows[first + 5];
    int[] g = rows[first + 6];
    int[] h = rows[first + 7];
    for (int i = 0; i < columns.length; i++) {
      int[] column = columns[i];
      a[i] = column[place];
      b[i] = column[place + 1];
      c[i] = column[place + 2];
      d[i] = column[place + 3];
      e[i] = column[place + 4];
      f[i] = column[place + 5];
      g[i] = column[place + 6];
      h[i] = column[place + 7];
    }
  }

  /**
   * Writes a row of pixels. Rows are written from the first to the last: two bytes more are
   * overwritten, which belong to the next one.
   */
  static void pack(int[] pixels, byte[] rgb, int to) {
    int quick = Math.min(pixels.length / 2, (rgb.length - to - 2) / 6);
    for (int i = 0; i < quick; i++) {
      LONGS.set(rgb, to + 6 * i, pixels[2 * i] | ((long) pixels[2 * i + 1] << 24));
    }
    for (int i = 2 * quick; i < pixels.length; i++) {
      int at = to + 3 * i;
      rgb[at] = (byte) pixels[i];
      rgb[at + 1] = (byte) (pixels[i] >> 8);
      rgb[at + 2] = (byte) (pixels[i] >> 16);
    }
  }

  /**
   * One resized row: the sum of rows by their weights, rounded and clipped.
   *
   * @param i which of the resized rows
   * @param rows of pixels, each at least as long as {@code out}
   * @param first its first row
   */
  static void mix(ResizeWeights weights, int i, int[][] rows, int first, int[] out) {
    int taps = weights.taps(i);
    int w0 = weights.weight(i, 0);
    int w1 = taps > 1 ? weights.weight(i, 1) : 0;
    int w2 = taps > 2 ? weights.weight(i, 2) : 0;
    boolean within = w0 >= 0 && w1 >= 0 && w2 >= 0;
    if (taps == 2 && within) {
      mix(rows[first], w0, rows[first + 1], w1, out);
    } else if (taps == 3 && within) {
      mix(rows[first], w0, rows[first + 1], w1, rows[first + 2], w2, out);
    } else {
      mixAny(weights, i, rows, first, out);
    }
  }

  /** Weights that are not negative and few add up to so little above one that nothing overflows. */
  private static void mix(int[] a, int wa, int[] b, int wb, int[] out) {
    for (int i = 0; i < out.length; i++) {
      int p = a[i];
      int q = b[i];
      int red = (wa * (p & 0xff) + wb * (q & 0xff) + HALF) >>> SHIFT;
      int green = (wa * ((p >>> 8) & 0xff) + wb * ((q >>> 8) & 0xff) + HALF) >>> SHIFT;
      int blue = (wa * (p >>> 16) + wb * (q >>> 16) + HALF) >>> SHIFT;
      out[i] = red | (green << 8) | (blue << 16);
    }
  }

  /** In three loops: in one, there are more operations than are made vector instructions of. */
  private static void mix(int[] a, int wa, int[] b, int wb, int[] c, int wc, int[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = (wa * (a[i] & 0xff) + wb * (b[i] & 0xff) + wc * (c[i] & 0xff) + HALF) >>> SHIFT;
    }
    for (int i = 0; i < out.length; i++) {
      int sum =
          wa * ((a[i] >>> 8) & 0xff) + wb * ((b[i] >>> 8) & 0xff) + wc * ((c[i] >>> 8) & 0xff);
      out[i] = out[i] | (((sum + HALF) >>> SHIFT) << 8);
    }
    for (int i = 0; i < out.length; i++) {
      int sum = wa * (a[i] >>> 16) + wb * (b[i] >>> 16) + wc * (c[i] >>> 16);
      out[i] = out[i] | (((sum + HALF) >>> SHIFT) << 16);
    }
  }

  private static void mixAny(ResizeWeights weights, int i, int[][] rows, int first, int[] out) {
    int[] reds = new int[out.length];
    int[] greens = new int[out.length];
    int[] blues = new int[out.length];
    int taps = weights.taps(i);
    for (int k = 0; k < taps; k++) {
      add(weights.weight(i, k), rows[first + k], reds, greens, blues);
    }
    for (int x = 0; x < out.length; x++) {
      out[x] = rounded(reds[x]) | (rounded(greens[x]) << 8) | (rounded(blues[x]) << 16);
    }
  }

  private static void add(int weight, int[] row, int[] reds, int[] greens, int[] blues) {
    for (int x = 0; x < reds.length; x++) {
      int p = row[x];
      reds[x] += weight * (p & 0xff);
      greens[x] += weight * ((p >>> 8) & 0xff);
      blues[x] += weight * (p >>> 16);
    }
  }

  /** Weights may be negative, and those that were rounded up add up to slightly more than one. */
  private static int rounded(int sum) {
    return Math.max(0, Math.min(255, (sum + HALF) >> SHIFT));
  }
}
