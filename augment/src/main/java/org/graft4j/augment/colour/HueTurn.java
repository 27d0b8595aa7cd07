package org.graft4j.augment.colour;

/**
 * Pillow's way from RGB to 8-bit HSV and back with the hue turned. The formulas that set the
 * roundings, single where Pillow keeps a float and double within its expressions, run once for the
 * tables; with these all 2^24 colours come out as Pillow's do.
 */
final class HueTurn {
  /**
   * The hue of red, green or blue as the largest value, 65536 places each, by chroma and the
   * difference of the two others: at {@code chroma (chroma + 1) + difference}.
   */
  private static final byte[] HUES = hues();

  // By hue: the places of the largest, the middle and the smallest value, and how far the middle
  // one is from the largest, as a share of the chroma.
  private static final byte[] HIGH = places(0, 1, 1, 2, 2, 0);
  private static final byte[] MIDDLE = places(1, 0, 2, 1, 0, 2);
  private static final byte[] LOW = places(2, 2, 0, 0, 1, 1);
  private static final double[] FALLS = falls();

  private HueTurn() {}

  /**
   * May write in place.
   *
   * @param steps added to the 8-bit hue, modulo 256
   */
  static void turn(byte[] from, byte[] to, int steps) {
    for (int i = 0; i < from.length - 2; i += 3) {
      int red = from[i] & 0xff;
      int green = from[i + 1] & 0xff;
      int blue = from[i + 2] & 0xff;
      int value = Math.max(red, Math.max(green, blue));
      int chroma = value - Math.min(red, Math.min(green, blue));
      int saturation = chroma == 0 ? 0 : (int) ((float) chroma / value * 255.0);
      int start = chroma * (chroma + 1);
      if (red == value) {
        start += green - blue;
      } else if (green == value) {
        start += 65536 + blue - red;
      } else {
        start += 2 * 65536 + red - green;
      }
      int hue = (HUES[start] + steps) & 0xff;
      double share = saturation * (1 / 255.0);
      to[i + HIGH[hue]] = (byte) value;
      to[i + MIDDLE[hue]] = (byte) (int) (value * (1.0 - share * FALLS[hue]) + 0.5);
      to[i + LOW[hue]] = (byte) (int) (value * (1.0 - share) + 0.5);
    }
  }

  private static byte[] hues() {
    byte[] hues = new byte[3 * 65536];
    for (int largest = 0; largest < 3; largest++) {
      for (int chroma = 1; chroma < 256; chroma++) {
        for (int difference = -chroma; difference <= chroma; difference++) {
          int place = 65536 * largest + chroma * (chroma + 1) + difference;
          hues[place] = (byte) hue(largest, chroma, difference);
        }
      }
    }
    return hues;
  }

  /** One of the two others is the smallest, so that its distance is the chroma itself. */
  private static int hue(int largest, float chroma, int difference) {
    float next = (chroma - Math.max(0, difference)) / chroma;
    float last = (chroma + Math.min(0, difference)) / chroma;
    float sixths = largest == 0 ? last - next : (float) (2.0 * largest + last - next);
    double turned = sixths / 6.0 + 1.0;
    float turns = (float) (turned >= 1 ? turned - 1 : turned);
    return Math.min(255, (int) (turns * 255.0));
  }

  private static byte[] places(int... bySector) {
    return Tables.of(hue -> bySector[hue * 6 / 255 % 6]);
  }

  private static double[] falls() {
    double[] falls = new double[256];
    for (int hue = 0; hue < 256; hue++) {
      double sixths = hue * 6.0 / 255.0;
      float rest = (float) (sixths - (int) sixths);
      falls[hue] = (int) sixths % 2 == 0 ? 1.0 - rest : rest;
    }
    return falls;
  }
}
