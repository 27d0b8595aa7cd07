package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Shows a picture as if it were seen at an angle, as torchvision's {@code RandomPerspective} does a
 * Pillow picture: each corner moves inwards by a random number of whole pixels, across and down.
 *
 * <p>With a distortion above 2/3 three corners can come to lie on a line, or one behind the line of
 * its neighbours: the first leaves the picture as it is, the second folds a part of it out of view.
 * A picture one pixel wide or high stays as it is.
 *
 * @param distortion how far a corner moves at most, as a share of half of the side, 0 to 1
 * @param probability of a change at all, 0 to 1
 * @param sampling of the picture; a mask takes the nearest pixel
 * @param fill of what comes into view
 */
public record Perspective(double distortion, double probability, Sampling sampling, Fill fill)
    implements Transform {

  public Perspective {
    Require.within("distortion", distortion, 0, 1);
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    if (!(Range.UNIT.draw(random) < probability)) {
      return Draw.NOTHING;
    }
    return new Look(
        distortion,
        Corner.draw(random),
        Corner.draw(random),
        Corner.draw(random),
        Corner.draw(random),
        sampling,
        fill);
  }

  /** How far a corner moves inwards, each way as a share of what it may. */
  record Corner(double x, double y) {
    static Corner draw(RandomGenerator random) {
      return new Corner(Range.UNIT.draw(random), Range.UNIT.draw(random));
    }
  }

  /** One look at the picture. */
  record Look(
      double distortion,
      Corner upperLeft,
      Corner upperRight,
      Corner lowerRight,
      Corner lowerLeft,
      Sampling sampling,
      Fill fill)
      implements Warped {
    @Override
    public Warp warp(int width, int height) {
      double right = width - 1.0;
      double bottom = height - 1.0;
      double[] from = {0, 0, right, 0, right, bottom, 0, bottom};
      double[] to = {
        inwards(upperLeft.x(), width),
        inwards(upperLeft.y(), height),
        right - inwards(upperRight.x(), width),
        inwards(upperRight.y(), height),
        right - inwards(lowerRight.x(), width),
        bottom - inwards(lowerRight.y(), height),
        inwards(lowerLeft.x(), width),
        bottom - inwards(lowerLeft.y(), height)
      };
      Mapping mapping = Homography.of(from, to);
      return new Warp(mapping.isFinite() ? mapping : Mapping.IDENTITY, width, height);
    }

    /** From 0 to the distortion's share of half a side, each whole number of pixels as likely. */
    private int inwards(double share, int size) {
      int half = size / 2;
      int most = (int) (distortion * half);
      return (int) (share * (most + 1));
    }
  }
}
