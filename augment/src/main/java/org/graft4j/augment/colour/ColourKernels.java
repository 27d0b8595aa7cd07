package org.graft4j.augment.colour;

import org.graft4j.data.Picture;

/**
 * Pillow's enhancements, equal to the bit: each value is moved away from (factor above 1) or
 * towards (below 1) a degenerate picture, in single precision, then clipped and truncated.
 */
final class ColourKernels {
  private ColourKernels() {}

  /** Factor 0 gives black. */
  static Picture brightness(Picture picture, double factor) {
    return looked(picture, blendTable(0, (float) factor));
  }

  /** Factor 0 gives one grey: the rounded mean of the picture's luma. */
  static Picture contrast(Picture picture, double factor) {
    byte[] rgb = picture.rgb();
    long sum = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      sum += luma(rgb, i);
    }
    int mean = (int) (sum / (rgb.length / 3.0) + 0.5);
    return looked(picture, blendTable(mean, (float) factor));
  }

  /** Factor 0 gives the grey picture. */
  static Picture saturation(Picture picture, double factor) {
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    float share = (float) factor;
    for (int i = 0; i < from.length; i += 3) {
      int grey = luma(from, i);
      to[i] = blend(grey, from[i] & 0xff, share);
      to[i + 1] = blend(grey, from[i + 1] & 0xff, share);
      to[i + 2] = blend(grey, from[i + 2] & 0xff, share);
    }
    return new Picture(picture.width(), picture.height(), to);
  }

  /** ITU-R 601 luma in 16-bit fixed point. */
  private static int luma(byte[] rgb, int at) {
    int red = rgb[at] & 0xff;
    int green = rgb[at + 1] & 0xff;
    int blue = rgb[at + 2] & 0xff;
    return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }

  private static byte blend(int low, int high, float factor) {
    float value = low + factor * (high - low);
    return (byte) (int) Math.max(0, Math.min(255, value));
  }

  private static byte[] blendTable(int low, float factor) {
    byte[] table = new byte[256];
    for (int value = 0; value < 256; value++) {
      table[value] = blend(low, value, factor);
    }
    return table;
  }

  private static Picture looked(Picture picture, byte[] table) {
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i] = table[from[i] & 0xff];
    }
    return new Picture(picture.width(), picture.height(), to);
  }
}
