package org.graft4j.augment.geometry;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Where each point of a result comes from: the point (x, y) shows the picture's point ((a x + b y +
 * c) / (g x + h y + 1), (d x + e y + f) / (g x + h y + 1)). Pixel (0, 0) has its centre at (0.5,
 * 0.5).
 */
record Mapping(double a, double b, double c, double d, double e, double f, double g, double h) {
  static final Mapping IDENTITY = affine(1, 0, 0, 0, 1, 0);

  static Mapping affine(double a, double b, double c, double d, double e, double f) {
    return new Mapping(a, b, c, d, e, f, 0, 0);
  }

  /** Whether parallels stay parallel. */
  boolean isAffine() {
    return g == 0 && h == 0;
  }

  /** Whether rows stay rows and columns columns. */
  boolean keepsAxes() {
    return isAffine() && b == 0 && d == 0;
  }

  boolean isIdentity() {
    return keepsAxes() && a == 1 && c == 0 && e == 1 && f == 0;
  }

  boolean isFinite() {
    return Double.isFinite(a + b + c + d + e + f + g + h);
  }

  /**
   * A turn as Pillow's {@code Image.rotate} makes it, sine and cosine rounded to 15 decimals, so
   * that quarter turns are exact.
   *
   * @param degrees counter-clockwise
   */
  static Mapping rotation(double degrees, double centreX, double centreY) {
    double turn = degrees % 360;
    double angle = -(turn < 0 ? turn + 360 : turn) * (Math.PI / 180);
    double cos = rounded(StrictMath.cos(angle));
    double sin = rounded(StrictMath.sin(angle));
    return affine(
        cos,
        sin,
        cos * -centreX + sin * -centreY + centreX,
        -sin,
        cos,
        -sin * -centreX + cos * -centreY + centreY);
  }

  private static double rounded(double value) {
    return new BigDecimal(value).setScale(15, RoundingMode.HALF_EVEN).doubleValue();
  }

  /**
   * The inverse of: shear, turn and scale about a centre, then move; as torchvision's {@code
   * affine} makes it.
   *
   * @param degrees clockwise
   * @param shearX degrees
   * @param shearY degrees
   */
  static Mapping affine(
      double degrees,
      double moveX,
      double moveY,
      double scale,
      double shearX,
      double shearY,
      double centreX,
      double centreY) {
    double turn = degrees * (Math.PI / 180);
    double tanX = StrictMath.tan(shearX * (Math.PI / 180));
    double sy = shearY * (Math.PI / 180);
    double cosY = StrictMath.cos(sy);
    double a = StrictMath.cos(turn - sy) / cosY;
    double b = -StrictMath.cos(turn - sy) * tanX / cosY - StrictMath.sin(turn);
    double c = StrictMath.sin(turn - sy) / cosY;
    double d = -StrictMath.sin(turn - sy) * tanX / cosY + StrictMath.cos(turn);
    return affine(
        d / scale,
        -b / scale,
        d / scale * (-centreX - moveX) + -b / scale * (-centreY - moveY) + centreX,
        -c / scale,
        a / scale,
        -c / scale * (-centreX - moveX) + a / scale * (-centreY - moveY) + centreY);
  }

  /** The same for results that begin at (x, y) of these. */
  Mapping from(double x, double y) {
    return affine(a, b, a * x + b * y + c, d, e, d * x + e * y + f);
  }
}
