package org.graft4j.data.synthetic;

/**
 * Where a figure lies in the picture, whose sides are 1 long: stretched, sheared, turned, moved,
 * and slightly foreshortened.
 *
 * @param cx centre, from the left
 * @param cy centre, from the top
 * @param xx the four numbers of the way back: figure from picture, before foreshortening
 * @param px foreshortening along the figure's x axis; 0 for none
 * @param py the same along y
 * @param scale length in the picture of one unit of the figure, on average
 * @param extent radius, in the figure's units, of the circle that holds the figure
 */
record Pose(
    double cx,
    double cy,
    double xx,
    double xy,
    double yx,
    double yy,
    double px,
    double py,
    double scale,
    double extent) {

  /** Upright and undistorted, for a region within the circle of radius 1.5. */
  static Pose plain(double cx, double cy, double scale) {
    return new Pose(cx, cy, 1 / scale, 0, 0, 1 / scale, 0, 0, scale, 1.5);
  }

  /**
   * A random pose of which the picture shows the most.
   *
   * @param turn largest angle of rotation to either side, in radians
   * @param smallest least length in the picture of one unit of the figure
   */
  static Pose random(Dice dice, double turn, double smallest) {
    double scale = dice.between(smallest, 0.42);
    double room = Math.max(0, 0.5 - 0.95 * scale);
    double cx = 0.5 + dice.between(-room, room);
    double cy = 0.5 + dice.between(-room, room);
    double angle = dice.between(-turn, turn);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double aspect = dice.between(0.82, 1.2);
    double shear = dice.between(-0.22, 0.22);
    double across = scale * Math.sqrt(aspect) * dice.sign();
    double down = scale / Math.sqrt(aspect);
    // Picture from figure: turn * shear * stretch.
    double a = cos * across;
    double b = (cos * shear - sin) * down;
    double c = sin * across;
    double d = (sin * shear + cos) * down;
    double determinant = a * d - b * c;
    return new Pose(
        cx,
        cy,
        d / determinant,
        -b / determinant,
        -c / determinant,
        a / determinant,
        dice.between(-0.14, 0.14),
        dice.between(-0.14, 0.14),
        scale,
        Figure.REACH);
  }

  Pose shifted(double dx, double dy) {
    return new Pose(cx + dx, cy + dy, xx, xy, yx, yy, px, py, scale, extent);
  }

  /** How far from its centre the figure can come in the picture, distorted as it is. */
  double reach() {
    return 1.6 * extent * scale;
  }
}
