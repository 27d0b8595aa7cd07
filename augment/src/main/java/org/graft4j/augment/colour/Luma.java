package org.graft4j.augment.colour;

/** ITU-R 601 luma in 16-bit fixed point, as Pillow computes it. */
final class Luma {
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
    for (int i = 0; i < rgb.length - 2; i += 3) {
      byte value = (byte) of(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
      grey[i] = value;
      grey[i + 1] = value;
      grey[i + 2] = value;
    }
    return grey;
  }
}
