package org.graft4j.data.synthetic;

import org.jspecify.annotations.Nullable;

/**
 * The colour of a region from place to place, in the region's own coordinates.
 *
 * @param second the colour inside the texture
 * @param texture null for a plain colour
 * @param lightX how much brighter it gets for each unit of x
 * @param lightY the same for y
 * @param rim width of a darker or lighter border inside the region; 0 for none
 * @param rimLight factor of the brightness there
 * @param opacity 0 to 1
 * @param softness width of the region's edge in units; 0 for one pixel
 */
record Paint(
    Colour first,
    Colour second,
    @Nullable Region texture,
    double lightX,
    double lightY,
    double rim,
    double rimLight,
    double opacity,
    double softness) {

  static Paint plain(Colour colour) {
    return new Paint(colour, colour, null, 0, 0, 0, 1, 1, 0);
  }

  static Paint shadow(double opacity, double softness) {
    Colour black = new Colour(0, 0, 0);
    return new Paint(black, black, null, 0, 0, 0, 1, opacity, softness);
  }

  Paint lit(double x, double y) {
    return new Paint(first, second, texture, x, y, rim, rimLight, opacity, softness);
  }

  Paint rimmed(double width, double factor) {
    return new Paint(first, second, texture, lightX, lightY, width, factor, opacity, softness);
  }

  Paint textured(Region pattern, Colour other) {
    return new Paint(first, other, pattern, lightX, lightY, rim, rimLight, opacity, softness);
  }
}
