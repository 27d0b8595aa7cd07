package org.graft4j.explain;

/**
 * Colours from dark violet over green to light yellow: as they grow lighter all the way, their
 * order is seen with any colour vision, and in a print in grey. Between the five corners (of
 * matplotlib's viridis) colours are mixed.
 */
final class ColourMap {
  private static final int[] CORNERS = {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

  private ColourMap() {}

  /**
   * One channel of a colour, 0 to 255.
   *
   * @param value in [0, 1]
   * @param channel 0 red, 1 green, 2 blue
   */
  static double of(double value, int channel) {
    double place = value * (CORNERS.length - 1);
    int below = Math.min(CORNERS.length - 2, (int) place);
    double share = place - below;
    return (1 - share) * channel(below, channel) + share * channel(below + 1, channel);
  }

  private static int channel(int corner, int channel) {
    return CORNERS[corner] >> (16 - 8 * channel) & 0xff;
  }
}
