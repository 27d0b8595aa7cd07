package org.graft4j.augment.colour;

/** ITU-R 601 luma in 16-bit fixed point, as Pillow computes it. */
final class Luma {
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 0x8000;

  private Luma() {}

  static int of(int red, int green, int blue) {
    return (RED * red + GREEN * green + BLUE * blue + HALF) >> 16;
  }

  /** The rounded mean over a picture, after a table. */
  static int mean(byte[] rgb, byte[] table) {
    long sum = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      int red = table[rgb[i] & 0xff] & 0xff;
      int green = table[rgb[i + 1] & 0xff] & 0xff;
      int blue = table[rgb[i + 2] & 0xff] & 0xff;
      sum += of(red, green, blue);
    }
    return (int) (sum / (rgb.length / 3.0) + 0.5);
  }
}
