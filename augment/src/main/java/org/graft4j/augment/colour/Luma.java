package org.graft4j.augment.colour;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** ITU-R 601 luma in 16-bit fixed point, as Pillow computes it. */
final class Luma {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The lowest byte of each half, and what rounds a sum in 65536ths there. */
  private static final long LOW_BYTES = 0xff000000ffL;

  private static final long HALVES = 0x800000008000L;

  /** Pixels at a time, so that they stay in the nearest cache. */
  private static final int MOST_PAIRS = 512;

  private Luma() {}

  static int of(int red, int green, int blue) {
    return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }

  /** The rounded mean over a picture, after a table. */
  static int mean(byte[] rgb, byte[] table) {
    long sum = 0;
    for (int i = 0; i < rgb.length - 2; i += 3) {
      int red = table[rgb[i] & 0xff] & 0xff;
      int green = table[rgb[i + 1] & 0xff] & 0xff;
      int blue = table[rgb[i + 2] & 0xff] & 0xff;
      sum += of(red, green, blue);
    }
    return (int) (sum / (rgb.length / 3.0) + 0.5);
  }

  /** Three times each pixel's luma. */
  static byte[] grey(byte[] rgb) {
    byte[] grey = new byte[rgb.length];
    // Two pixels by eight bytes, of which the last two are the next one's: not at the array's end.
    int quick = Math.max(0, (rgb.length - 2) / 6 * 6);
    long[] two = new long[Math.min(MOST_PAIRS, quick / 6)];
    for (int at = 0; at < quick; at += 6 * MOST_PAIRS) {
      int pairs = Math.min(MOST_PAIRS, (quick - at) / 6);
      for (int i = 0; i < pairs; i++) {
        two[i] = (long) LONGS.get(rgb, at + 6 * i);
      }
      grey(two, pairs);
      for (int i = 0; i < pairs; i++) {
        LONGS.set(grey, at + 6 * i, two[i]);
      }
    }
    for (int i = quick; i < rgb.length; i += 3) {
      byte value = (byte) of(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
      grey[i] = value;
      grey[i + 1] = value;
      grey[i + 2] = value;
    }
    return grey;
  }

  /**
   * Both pixels of a number at once, 32 bits apart, where neither's sum reaches the other's. In
   * loops of few operations: the JVM makes vector instructions of these.
   */
  private static void grey(long[] two, int pairs) {
    for (int i = 0; i < pairs; i++) {
      two[i] = (two[i] & 0xffffffL) | ((two[i] << 8) & 0xffffff00000000L);
    }
    for (int i = 0; i < pairs; i++) {
      two[i] =
          (two[i] & LOW_BYTES) * 19595
              + ((two[i] >>> 8) & LOW_BYTES) * 38470
              + ((two[i] >>> 16) & LOW_BYTES) * 7471
              + HALVES;
    }
    for (int i = 0; i < pairs; i++) {
      long values = (two[i] >>> 16) & LOW_BYTES;
      two[i] = ((values | (values >>> 8)) & 0xff0000ffL) * 0x010101;
    }
  }
}
