package org.graft4j.data;

/**
 * How a picture is resampled, always antialiased: the filter widens with the scale when a picture
 * shrinks. Equal to Pillow's filters of the same names to the bit.
 */
public enum Interpolation {
  /** A triangle, two samples wide. */
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      return Math.max(0, 1 - Math.abs(distance));
    }
  },
  /** Keys's cubic with a = -0.5, four samples wide; may overshoot, which is clipped to 0..255. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Interpolation(double support) {
    this.support = support;
  }

  /** Half of the filter's width, in samples of the coarser of the two pictures. */
  double support() {
    return support;
  }

  /** What a sample at that distance counts, before all are scaled to add up to one. */
  abstract double weight(double distance);
}
