package org.graft4j.data.synthetic;

/**
 * A set of points of the plane, given by its signed distance: negative inside, positive outside,
 * about one more for each unit further away. Near the border the value must be close to the true
 * distance, since the canvas makes its anti-aliased coverage of it. x goes right and y goes down.
 */
@FunctionalInterface
interface Region {

  double distance(double x, double y);

  /** Points in this or the other. */
  default Region or(Region other) {
    return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
  }

  /** Points in both. */
  default Region and(Region other) {
    return (x, y) -> Math.max(distance(x, y), other.distance(x, y));
  }

  /** Points in this and not in the other. */
  default Region minus(Region other) {
    return (x, y) -> Math.max(distance(x, y), -other.distance(x, y));
  }

  default Region moved(double dx, double dy) {
    return (x, y) -> distance(x - dx, y - dy);
  }

  /** Turned clockwise (y goes down) by an angle in radians. */
  default Region turned(double angle) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    return (x, y) -> distance(cos * x + sin * y, cos * y - sin * x);
  }

  default Region scaled(double factor) {
    return (x, y) -> distance(x / factor, y / factor) * factor;
  }

  /** Stretched along the axes; the distance is right where the factors are about equal. */
  default Region stretched(double fx, double fy) {
    double factor = Math.sqrt(fx * fy);
    return (x, y) -> distance(x / fx, y / fy) * factor;
  }

  /** Wider by a margin on every side, which rounds its outer corners. */
  default Region grown(double margin) {
    return (x, y) -> distance(x, y) - margin;
  }

  /** The band of the given half width along the border. */
  default Region outline(double halfWidth) {
    return (x, y) -> Math.abs(distance(x, y)) - halfWidth;
  }
}
