package org.graft4j.augment;

/**
 * The colour of what a moved picture does not cover.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Fill(int red, int green, int blue) {
  /** What torchvision and DataVec fill with. */
  public static final Fill BLACK = new Fill(0, 0, 0);

  public Fill {
    require("red", red);
    require("green", green);
    require("blue", blue);
  }

  private static void require(String name, int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(name + " must be from 0 to 255, but was " + value);
    }
  }
}
