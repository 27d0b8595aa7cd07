package org.graft4j.data.synthetic;

/** Red, green and blue from 0 to 1. */
record Colour(double red, double green, double blue) {

  /**
   * Any colour, from dark to light and from grey to vivid.
   *
   * @param vividness 0 for greys only, up to 1
   */
  static Colour any(Dice dice, double vividness) {
    double value = dice.between(0.08, 0.95);
    double spread = vividness * dice.between(0.1, 1);
    double r = dice.unit();
    double g = dice.unit();
    double b = dice.unit();
    double grey = (r + g + b) / 3;
    return new Colour(
        clamp(value + spread * (r - grey)),
        clamp(value + spread * (g - grey)),
        clamp(value + spread * (b - grey)));
  }

  /** A colour that can be told from all the others; the farthest of twelve if none is far off. */
  static Colour unlike(Dice dice, double vividness, double distance, Colour... others) {
    Colour best = any(dice, vividness);
    for (int i = 0; i < 11 && best.nearest(others) < distance; i++) {
      Colour next = any(dice, vividness);
      if (next.nearest(others) > best.nearest(others)) {
        best = next;
      }
    }
    return best;
  }

  private double nearest(Colour... others) {
    double least = Double.POSITIVE_INFINITY;
    for (Colour other : others) {
      double r = red - other.red;
      double g = green - other.green;
      double b = blue - other.blue;
      least = Math.min(least, Math.sqrt(0.35 * r * r + 0.5 * g * g + 0.15 * b * b));
    }
    return least;
  }

  Colour mixed(Colour other, double share) {
    return new Colour(
        red + share * (other.red - red),
        green + share * (other.green - green),
        blue + share * (other.blue - blue));
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
