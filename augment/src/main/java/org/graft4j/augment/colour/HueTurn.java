package org.graft4j.augment.colour;

/**
 * Pillow's way from RGB to 8-bit HSV and back with the hue turned, in its precisions and roundings:
 * single where it keeps a float, double within its expressions.
 */
final class HueTurn {
  private HueTurn() {}

  /**
   * May write in place.
   *
   * @param steps added to the 8-bit hue, modulo 256
   */
  static void turn(byte[] from, byte[] to, int steps) {
    for (int i = 0; i < from.length; i += 3) {
      int red = from[i] & 0xff;
      int green = from[i + 1] & 0xff;
      int blue = from[i + 2] & 0xff;
      int value = Math.max(red, Math.max(green, blue));
      int chroma = value - Math.min(red, Math.min(green, blue));
      int saturation = chroma == 0 ? 0 : (int) ((float) chroma / value * 255.0);
      if (saturation == 0) {
        to[i] = (byte) value;
        to[i + 1] = (byte) value;
        to[i + 2] = (byte) value;
      } else {
        int hue = (hue(red, green, blue, value, chroma) + steps) & 0xff;
        put(to, i, hue, saturation, value);
      }
    }
  }

  private static int hue(int red, int green, int blue, int value, float chroma) {
    float r = (value - red) / chroma;
    float g = (value - green) / chroma;
    float b = (value - blue) / chroma;
    float sixths;
    if (red == value) {
      sixths = b - g;
    } else if (green == value) {
      sixths = (float) (2.0 + r - b);
    } else {
      sixths = (float) (4.0 + g - r);
    }
    double turned = sixths / 6.0 + 1.0;
    float turns = (float) (turned >= 1 ? turned - 1 : turned);
    return Math.min(255, (int) (turns * 255.0));
  }

  private static void put(byte[] to, int at, int hue, int saturation, int value) {
    double sixths = hue * 6.0 / 255.0;
    int sector = (int) sixths;
    float rest = (float) (sixths - sector);
    float share = (float) (saturation / 255.0);
    byte high = (byte) value;
    byte low = rounded(value * (1.0 - share));
    byte falling = rounded(value * (1.0 - share * rest));
    byte rising = rounded(value * (1.0 - share * (1.0 - rest)));
    switch (sector) {
      case 1 -> put(to, at, falling, high, low);
      case 2 -> put(to, at, low, high, rising);
      case 3 -> put(to, at, low, falling, high);
      case 4 -> put(to, at, rising, low, high);
      case 5 -> put(to, at, high, low, falling);
      default -> put(to, at, high, rising, low);
    }
  }

  private static void put(byte[] to, int at, byte red, byte green, byte blue) {
    to[at] = red;
    to[at + 1] = green;
    to[at + 2] = blue;
  }

  /** Not negative, so that truncation rounds down. */
  private static byte rounded(double value) {
    return (byte) (int) (value + 0.5);
  }
}
