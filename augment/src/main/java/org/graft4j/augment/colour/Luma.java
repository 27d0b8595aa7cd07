package org.graft4j.augment.colour;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** ITU-R 601 luma in 16-bit fixed point, as Pillow computes it. */
final class Luma {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
    int[] pixels = new int[2 * Math.min(MOST_PAIRS, quick / 6)];
    for (int at = 0; at < quick; at += 6 * MOST_PAIRS) {
      int pairs = Math.min(MOST_PAIRS, (quick - at) / 6);
      unpack(rgb, at, pixels, pairs);
      grey(pixels, 2 * pairs);
      pack(pixels, grey, at, pairs);
    }
    for (int i = quick; i < rgb.length; i += 3) {
      byte value = (byte) of(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
      grey[i] = value;
      grey[i + 1] = value;
      grey[i + 2] = value;
    }
    return grey;
  }

  private static void unpack(byte[] rgb, int from, int[] pixels, int pairs) {
    for (int i = 0; i < pairs; i++) {
      long two = (long) LONGS.get(rgb, from + 6 * i);
      pixels[2 * i] = (int) two;
      pixels[2 * i + 1] = (int) (two >>> 24);
    }
  }

  /** In two loops of few operations: the JVM makes vector instructions of these. */
  private static void grey(int[] pixels, int count) {
    for (int i = 0; i < count; i++) {
      int p = pixels[i];
      pixels[i] = of(p & 0xff, (p >>> 8) & 0xff, (p >>> 16) & 0xff);
    }
    for (int i = 0; i < count; i++) {
      pixels[i] = pixels[i] * 0x010101;
    }
  }

  private static void pack(int[] pixels, byte[] rgb, int to, int pairs) {
    for (int i = 0; i < pairs; i++) {
      LONGS.set(rgb, to + 6 * i, pixels[2 * i] | ((long) pixels[2 * i + 1] << 24));
    }
  }
}
