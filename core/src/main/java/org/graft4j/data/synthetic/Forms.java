package org.graft4j.data.synthetic;

/** The elementary regions, centred on the origin unless coordinates are given. */
final class Forms {
  private Forms() {}

  static Region disc(double radius) {
    return (x, y) -> Math.sqrt(x * x + y * y) - radius;
  }

  static Region ring(double radius, double halfWidth) {
    return disc(radius).outline(halfWidth);
  }

  /** The distance is of first order: exact at the border, which is where it counts. */
  static Region ellipse(double rx, double ry) {
    return (x, y) -> {
      double ux = x / rx;
      double uy = y / ry;
      double k = Math.sqrt(ux * ux + uy * uy);
      if (k < 1e-6) {
        return -Math.min(rx, ry);
      }
      double gx = ux / rx;
      double gy = uy / ry;
      return k * (k - 1) / Math.sqrt(gx * gx + gy * gy);
    };
  }

  static Region box(double halfWidth, double halfHeight) {
    return (x, y) -> {
      double dx = Math.abs(x) - halfWidth;
      double dy = Math.abs(y) - halfHeight;
      if (dx > 0 && dy > 0) {
        return Math.sqrt(dx * dx + dy * dy);
      }
      return Math.max(dx, dy);
    };
  }

  /** The points on one side of the line through the origin with that normal (points outward). */
  static Region halfPlane(double normalAngle) {
    double nx = StrictMath.cos(normalAngle);
    double ny = StrictMath.sin(normalAngle);
    return (x, y) -> x * nx + y * ny;
  }

  static Region segment(double x0, double y0, double x1, double y1, double halfWidth) {
    double ex = x1 - x0;
    double ey = y1 - y0;
    double length2 = ex * ex + ey * ey;
    return (x, y) -> {
      double px = x - x0;
      double py = y - y0;
      double t = Math.max(0, Math.min(1, (px * ex + py * ey) / length2));
      double dx = px - t * ex;
      double dy = py - t * ey;
      return Math.sqrt(dx * dx + dy * dy) - halfWidth;
    };
  }

  /** A line through the points x0, y0, x1, y1, ... with round ends and joints. */
  static Region path(double halfWidth, double... points) {
    Region[] segments = new Region[points.length / 2 - 1];
    for (int i = 0; i < segments.length; i++) {
      int at = 2 * i;
      segments[i] = segment(points[at], points[at + 1], points[at + 2], points[at + 3], halfWidth);
    }
    return union(segments);
  }

  static Region union(Region... regions) {
    Region[] all = regions.clone();
    return (x, y) -> {
      double least = Double.POSITIVE_INFINITY;
      for (Region region : all) {
        least = Math.min(least, region.distance(x, y));
      }
      return least;
    };
  }

  /** The inside, by crossing number, of the closed line through x0, y0, x1, y1, ... */
  static Region polygon(double... points) {
    double[] p = points.clone();
    return (x, y) -> {
      double least = Double.POSITIVE_INFINITY;
      boolean inside = false;
      double ax = p[p.length - 2];
      double ay = p[p.length - 1];
      for (int i = 0; i < p.length; i += 2) {
        double bx = p[i];
        double by = p[i + 1];
        double ex = bx - ax;
        double ey = by - ay;
        double px = x - ax;
        double py = y - ay;
        double t = Math.max(0, Math.min(1, (px * ex + py * ey) / (ex * ex + ey * ey)));
        double dx = px - t * ex;
        double dy = py - t * ey;
        least = Math.min(least, dx * dx + dy * dy);
        if (ay > y != by > y && x < ex * py / ey + ax) {
          inside = !inside;
        }
        ax = bx;
        ay = by;
      }
      double distance = Math.sqrt(least);
      return inside ? -distance : distance;
    };
  }

  /** The regular polygon in the circle of that radius, one corner up. */
  static Region regular(int corners, double radius) {
    return star(corners, radius, radius * StrictMath.cos(StrictMath.PI / corners));
  }

  /** A star whose tips lie on the outer circle, one up, and its notches on the inner one. */
  static Region star(int tips, double outer, double inner) {
    double[] points = new double[4 * tips];
    for (int i = 0; i < 2 * tips; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      double angle = StrictMath.PI * i / tips;
      points[2 * i] = radius * StrictMath.sin(angle);
      points[2 * i + 1] = -radius * StrictMath.cos(angle);
    }
    return polygon(points);
  }

  /**
   * Part of a ring with round ends: from the angle {@code from} on by {@code sweep}, in radians
   * clockwise from the positive x axis.
   */
  static Region arc(double radius, double from, double sweep, double halfWidth) {
    int pieces = Math.max(4, (int) (sweep * 4));
    double[] points = new double[2 * pieces + 2];
    for (int i = 0; i <= pieces; i++) {
      double angle = from + sweep * i / pieces;
      points[2 * i] = radius * StrictMath.cos(angle);
      points[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return path(halfWidth, points);
  }
}
