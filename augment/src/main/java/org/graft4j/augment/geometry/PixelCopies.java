package org.graft4j.augment.geometry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Copies of single pixels, by index. */
final class PixelCopies {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PIXEL = 0xffffff;
  private static final int EIGHT = 8;

  private PixelCopies() {}

  /** Copies a row of pixels in the other order. */
  static void backwards(byte[] from, int row, byte[] to, int width) {
    int eights = width / EIGHT;
    int end = row + 3 * width;
    for (int i = 0; i < eights; i++) {
      eight(from, end - 24 - 24 * i, to, row + 24 * i);
    }
    for (int x = EIGHT * eights; x < width; x++) {
      int pixel = end - 3 - 3 * x;
      to[row + 3 * x] = from[pixel];
      to[row + 3 * x + 1] = from[pixel + 1];
      to[row + 3 * x + 2] = from[pixel + 2];
    }
  }

  /** Eight pixels are three times eight bytes; the third and the sixth lie in two of them. */
  private static void eight(byte[] from, int at, byte[] to, int target) {
    long first = (long) LONGS.get(from, at);
    long second = (long) LONGS.get(from, at + 8);
    long last = (long) LONGS.get(from, at + 16);
    long third = first >>> 48 | (second & 0xff) << 16;
    long sixth = second >>> 56 | (last & 0xffff) << 8;
    LONGS.set(to, target, last >>> 40 | (last >>> 16 & PIXEL) << 24 | sixth << 48);
    LONGS.set(
        to,
        target + 8,
        sixth >>> 16 | (second >>> 32 & PIXEL) << 8 | (second >>> 8 & PIXEL) << 32 | third << 56);
    LONGS.set(to, target + 16, third >>> 8 | (first >>> 24 & PIXEL) << 16 | first << 40);
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
