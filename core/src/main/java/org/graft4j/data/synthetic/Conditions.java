package org.graft4j.data.synthetic;

/**
 * How hard a task's pictures are to see: the bounds within which each scene draws its own.
 *
 * @param turn largest rotation to either side, in radians
 * @param smallest half the extent of the smallest objects, as a share of the picture's side
 * @param clutter most small things behind the object
 * @param occlusion probability that something stands before the object's edge
 * @param slope largest change of the light from one side of the picture to the other
 * @param noise largest deviation of the noise, on the scale 0 to 1
 * @param blur largest sigma of the blur in pixels of a picture 64 wide
 */
record Conditions(
    double turn,
    double smallest,
    int clutter,
    double occlusion,
    double slope,
    double noise,
    double blur) {

  /** Objects at any angle, at times small, dim, half hidden or blurred. */
  static final Conditions HARD = new Conditions(StrictMath.PI, 0.23, 5, 0.3, 0.5, 0.05, 0.8);

  /** Objects as somebody takes a picture of them: upright on the whole, and in full view. */
  static final Conditions PLAIN = new Conditions(StrictMath.PI / 9, 0.31, 2, 0.1, 0.3, 0.03, 0.6);
}
