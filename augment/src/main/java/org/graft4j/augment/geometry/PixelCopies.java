package org.graft4j.augment.geometry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Copies of single pixels, by index. */
final class PixelCopies {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PIXEL = 0xffffff;

  private PixelCopies() {}

  /**
   * Copies a row of pixels in the other order. Two pixels by eight bytes, of which the last two
   * belong to the next pixel and are overwritten with it; so rows are copied from the first to the
   * last.
   */
  static void backwards(byte[] from, int row, byte[] to, int width) {
    int last = row + 3 * (width - 1);
    int pairs = last + 5 <= from.length ? width / 2 : 0;
    for (int i = 0; i < pairs; i++) {
      long two = (long) LONGS.get(from, last - 3 - 6 * i);
      LONGS.set(to, row + 6 * i, ((two & PIXEL) << 24) | ((two >>> 24) & PIXEL));
    }
    for (int x = 2 * pairs; x < width; x++) {
      for (int c = 0; c < 3; c++) {
        to[row + 3 * x + c] = from[last - 3 * x + c];
      }
    }
  }

  /** Three bytes a pixel; where nothing is shown, what is there stays. */
  static void pixels(byte[] from, int[] shown, byte[] out, int at) {
    int to = at;
    for (int pixel : shown) {
      if (pixel >= 0) {
        int source = 3 * pixel;
        out[to] = from[source];
        out[to + 1] = from[source + 1];
        out[to + 2] = from[source + 2];
      }
      to += 3;
    }
  }

  /** One byte a pixel. */
  static void labels(byte[] from, int[] shown, byte ignored, byte[] out, int at) {
    for (int x = 0; x < shown.length; x++) {
      out[at + x] = shown[x] >= 0 ? from[shown[x]] : ignored;
    }
  }
}
