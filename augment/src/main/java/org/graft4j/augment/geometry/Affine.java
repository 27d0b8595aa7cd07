package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Shears, turns and scales a picture about its centre and moves it, in one step: torchvision's
 * {@code RandomAffine} of a Pillow picture. Other than there, the turn is counter-clockwise, as in
 * {@link Rotate}, and both shears are drawn.
 *
 * @param degrees counter-clockwise, -720 to 720
 * @param translateX to the right, as a share of the width, -1 to 1; by whole pixels
 * @param translateY downwards, as a share of the height, -1 to 1; by whole pixels
 * @param scale above 1 enlarges; 0.01 to 100
 * @param shearX degrees by which upright lines lean, -89 to 89
 * @param shearY degrees by which level lines lean, -89 to 89
 * @param sampling of the picture, not antialiased; a mask takes the nearest pixel
 * @param fill of what comes into view
 */
public record Affine(
    Range degrees,
    Range translateX,
    Range translateY,
    Range scale,
    Range shearX,
    Range shearY,
    Sampling sampling,
    Fill fill)
    implements Transform {

  public Affine {
    Require.within("degrees", degrees, -720, 720);
    Require.within("translateX", translateX, -1, 1);
    Require.within("translateY", translateY, -1, 1);
    Require.within("scale", scale, 0.01, 100);
    Require.within("shearX", shearX, -89, 89);
    Require.within("shearY", shearY, -89, 89);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Change(
        degrees.draw(random),
        translateX.draw(random),
        translateY.draw(random),
        scale.draw(random),
        shearX.draw(random),
        shearY.draw(random),
        sampling,
        fill);
  }

  /** One change. */
  record Change(
      double degrees,
      double translateX,
      double translateY,
      double scale,
      double shearX,
      double shearY,
      Sampling sampling,
      Fill fill)
      implements Warped {
    @Override
    public Warp warp(int width, int height) {
      double right = Math.rint(translateX * width);
      double down = Math.rint(translateY * height);
      return new Warp(
          Mapping.affine(-degrees, right, down, scale, shearX, shearY, width * 0.5, height * 0.5),
          width,
          height);
    }
  }
}
