package org.graft4j.data.synthetic;

/**
 * Regions without end, about one period a unit: what is inside takes one colour, what is outside
 * another.
 */
final class Textures {
  private static final double SIN_60 = Math.sqrt(3) / 2;

  private Textures() {}

  /** How far x is from the nearest whole number, 0 to 0.5. */
  private static double toWhole(double x) {
    return Math.abs(x - Math.floor(x + 0.5));
  }

  static Region stripes(double share) {
    return (x, y) -> toWhole(x) - share / 2;
  }

  static Region checker() {
    return (x, y) -> {
      boolean even = ((long) Math.floor(x) + (long) Math.floor(y) & 1) == 0;
      double edge = Math.min(toWhole(x), toWhole(y));
      return even ? -edge : edge;
    };
  }

  /** Equal discs in rows, every other row shifted by half a period. */
  static Region dots(double radius) {
    return (x, y) -> {
      double shift = ((long) Math.floor(y + 0.5) & 1) == 0 ? 0 : 0.5;
      double dx = toWhole(x + shift);
      double dy = toWhole(y);
      return Math.sqrt(dx * dx + dy * dy) - radius;
    };
  }

  static Region waves(double height, double share) {
    return (x, y) -> {
      double bend = height * StrictMath.sin(2 * StrictMath.PI * 0.6 * x);
      return 0.8 * (toWhole(y + bend) - share / 2);
    };
  }

  static Region zigzag(double share) {
    return (x, y) -> 0.75 * (toWhole(y + toWhole(0.7 * x)) - share / 2);
  }

  /** The joints between bricks twice as long as high. */
  static Region bricks(double joint) {
    return (x, y) -> {
      double shift = ((long) Math.floor(y) & 1) == 0 ? 0 : 0.5;
      return Math.min(toWhole(y), 2 * toWhole(x / 2 + shift)) - joint;
    };
  }

  static Region grid(double line) {
    return (x, y) -> Math.min(toWhole(x), toWhole(y)) - line;
  }

  static Region rings(double share) {
    return (x, y) -> toWhole(Math.sqrt(x * x + y * y)) - share / 2;
  }

  static Region rays(int count) {
    return (x, y) -> {
      double turn = StrictMath.atan2(y, x) / (2 * StrictMath.PI);
      double across = 2 * StrictMath.PI * Math.sqrt(x * x + y * y) / count;
      return (toWhole(turn * count) - 0.25) * across;
    };
  }

  /** Blots: smooth noise above its middle. */
  static Region clouds(long seed) {
    return (x, y) -> {
      double fine = Noise.smooth(2.1 * x, 2.1 * y, seed + 1);
      return 0.9 * (Noise.smooth(x, y, seed) + 0.35 * fine - 0.675);
    };
  }

  static Region honeycomb(double wall) {
    return (x, y) -> {
      double first = toHexagon(x, y, 0, 0);
      double second = toHexagon(x, y, 0.5, SIN_60);
      return 0.5 - Math.min(first, second) - wall;
    };
  }

  /** Hexagonal distance to the nearest point of the lattice (1, 0), (0, sqrt 3), moved. */
  private static double toHexagon(double x, double y, double ox, double oy) {
    double dx = toWhole(x - ox);
    double dy = 2 * SIN_60 * toWhole((y - oy) / (2 * SIN_60));
    return Math.max(dx, 0.5 * dx + SIN_60 * dy);
  }

  /** Rims of overlapping discs, as on a fish or a roof. */
  static Region scales(double rim) {
    return (x, y) -> {
      double row = Math.floor(2 * y);
      for (int i = 0; i < 2; i++) {
        double shift = ((long) (row - i) & 1) == 0 ? 0 : 0.5;
        double dx = toWhole(x + shift);
        double dy = y - (row - i) / 2;
        double inside = Math.sqrt(dx * dx + dy * dy) - 0.56;
        if (inside < 0 || i == 1) {
          return Math.abs(inside) - rim;
        }
      }
      throw new AssertionError("the second row always answers");
    };
  }

  /** Discs of uneven size at uneven places. */
  static Region speckle(long seed) {
    return (x, y) -> {
      long column = (long) Math.floor(x);
      long row = (long) Math.floor(y);
      double least = 1;
      for (long j = row - 1; j <= row + 1; j++) {
        for (long i = column - 1; i <= column + 1; i++) {
          long bits = Noise.hash(i, j, seed);
          double dx = x - i - 0.15 - 0.7 * Noise.unit(bits);
          double dy = y - j - 0.15 - 0.7 * Noise.unit(bits * 31);
          double radius = 0.08 + 0.27 * Noise.unit(bits * 131);
          least = Math.min(least, Math.sqrt(dx * dx + dy * dy) - radius);
        }
      }
      return least;
    };
  }

  static Region triangles() {
    return (x, y) -> {
      double a = y;
      double b = SIN_60 * x + 0.5 * y;
      double c = SIN_60 * x - 0.5 * y;
      long cell = (long) Math.floor(a) + (long) Math.floor(b) + (long) Math.floor(c);
      double edge = Math.min(toWhole(a), Math.min(toWhole(b), toWhole(c)));
      return (cell & 1) == 0 ? -edge : edge;
    };
  }
}
