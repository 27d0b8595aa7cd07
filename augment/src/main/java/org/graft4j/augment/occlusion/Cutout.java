package org.graft4j.augment.occlusion;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Hides one square (DeVries and Taylor 2017, arXiv 1708.04552), whose centre is uniform over the
 * picture: as in the paper, a part of the square may lie outside, and so some pictures lose little.
 * In the mask it gets the ignored label.
 *
 * @param sideRange the square's side as a share of the picture's shorter side is uniform in it;
 *     above 0, at most 2
 * @param fill what the square shows; the mean of the data is what the network sees as nothing
 */
public record Cutout(Range sideRange, Fill fill) implements Transform {

  public Cutout {
    if (!(sideRange.low() > 0 && sideRange.high() <= 2)) {
      throw new IllegalArgumentException(
          "sideRange must be above 0 and at most 2, but was " + sideRange);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Cut(sideRange.draw(random), Range.UNIT.draw(random), Range.UNIT.draw(random), fill);
  }

  /**
   * One square.
   *
   * @param x of the centre, as a share of the width
   * @param y of the centre, as a share of the height
   */
  record Cut(double side, double x, double y, Fill fill) implements Hiding {
    @Override
    public List<Box> boxes(int width, int height) {
      int pixels = (int) Math.rint(side * Math.min(width, height));
      int left = (int) (x * width) - pixels / 2;
      int top = (int) (y * height) - pixels / 2;
      return List.of(new Box(left, top, left + pixels, top + pixels));
    }
  }
}
