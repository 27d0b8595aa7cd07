package org.graft4j.augment.occlusion;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Hides the squares of a grid (Chen et al. 2020, arXiv 2001.04086): the picture is divided into
 * square units of random side and offset, and of each unit a square is hidden at the same place. In
 * the mask it gets the ignored label. The grid is not rotated.
 *
 * @param unitRange a unit's side as a share of the picture's shorter side is uniform in it; 0.02 to
 *     2; in pixels a unit is never smaller than 2
 * @param keep the paper's r: the share of a unit's side that stays, 0 to 1; of all pixels about 1 -
 *     (1 - r)^2 are left, 84 % at 0.6
 * @param fill what the squares show; the mean of the data is what the network sees as nothing
 */
public record GridMask(Range unitRange, double keep, Fill fill) implements Transform {

  public GridMask {
    if (!(unitRange.low() >= 0.02 && unitRange.high() <= 2)) {
      throw new IllegalArgumentException(
          "unitRange must lie within 0.02 to 2, but was " + unitRange);
    }
    Range.UNIT.require("keep", keep);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Grid(
        unitRange.draw(random), keep, Range.UNIT.draw(random), Range.UNIT.draw(random), fill);
  }

  /**
   * One grid.
   *
   * @param x how far the grid is moved to the right, as a share of a unit
   * @param y how far it is moved down
   */
  record Grid(double unit, double keep, double x, double y, Fill fill) implements Hiding {
    @Override
    public List<Box> boxes(int width, int height) {
      int step = (int) Math.max(2, Math.rint(unit * Math.min(width, height)));
      int hidden = (int) Math.rint(step * (1 - keep));
      List<Box> boxes = new ArrayList<>();
      // From a unit before the border on: the first ones are cut by it.
      for (int top = (int) (y * step) - step; top < height; top += step) {
        for (int left = (int) (x * step) - step; left < width; left += step) {
          boxes.add(new Box(left, top, left + hidden, top + hidden));
        }
      }
      return boxes;
    }
  }
}
