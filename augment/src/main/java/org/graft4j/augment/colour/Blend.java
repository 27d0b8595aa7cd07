package org.graft4j.augment.colour;

/**
 * Pillow's blend: from a low value towards a high one by a factor, and beyond it above 1, in single
 * precision, clipped and truncated.
 */
final class Blend {
  private Blend() {}

  /** Truncated, not yet {@linkplain #clipped clipped}. */
  static int of(int low, int high, float factor) {
    return (int) (low + factor * (high - low));
  }

  static int clipped(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /** The results for one low value, by the high one. */
  static byte[] table(int low, double factor) {
    return Tables.of(high -> clipped(of(low, high, (float) factor)));
  }

  /**
   * Blends each pixel with its own grey; may write in place.
   *
   * @param table applied to each value first
   */
  static void withGrey(byte[] from, byte[] to, byte[] table, float factor) {
    for (int i = 0; i < from.length - 2; i += 3) {
      int red = table[from[i] & 0xff] & 0xff;
      int green = table[from[i + 1] & 0xff] & 0xff;
      int blue = table[from[i + 2] & 0xff] & 0xff;
      int grey = Luma.of(red, green, blue);
      red = of(grey, red, factor);
      green = of(grey, green, factor);
      blue = of(grey, blue, factor);
      // One test for what is seldom needed is a third faster than to clip each.
      if ((red | green | blue) >>> 8 != 0) {
        red = clipped(red);
        green = clipped(green);
        blue = clipped(blue);
      }
      to[i] = (byte) red;
      to[i + 1] = (byte) green;
      to[i + 2] = (byte) blue;
    }
  }
}
