package org.graft4j.augment.occlusion;

import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Hides one rectangle of random area, proportions and place, wholly within the picture (Zhong et
 * al. 2017, arXiv 1708.04896); in the mask it gets the ignored label.
 *
 * <p>Area and the logarithm of height to width are uniform. Unlike torchvision, which tries up to
 * ten rectangles until one is smaller than the picture and then gives up, a side that would be
 * longer than the picture is shortened to it: the draw does not depend on the picture's size. Sides
 * are rounded; a rectangle of less than half a pixel hides nothing.
 *
 * @param scaleRange area of the rectangle as a share of the picture's, 0 to 1
 * @param ratioRange height to width, in pixels, positive
 * @param fill what the rectangle shows; the mean of the data is what the network sees as nothing
 * @param probability of a rectangle, 0 to 1
 */
public record RandomErasing(Range scaleRange, Range ratioRange, Fill fill, double probability)
    implements Transform {

  public RandomErasing {
    if (scaleRange.low() < 0 || scaleRange.high() > 1) {
      throw new IllegalArgumentException(
          "scaleRange must lie within 0 to 1, but was " + scaleRange);
    }
    if (!(ratioRange.low() > 0)) {
      throw new IllegalArgumentException("ratioRange must be positive, but was " + ratioRange);
    }
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    double scale = scaleRange.draw(random);
    double low = StrictMath.log(ratioRange.low());
    double high = StrictMath.log(ratioRange.high());
    double ratio = StrictMath.exp(new Range(low, high).draw(random));
    double left = Range.UNIT.draw(random);
    double top = Range.UNIT.draw(random);
    return Range.UNIT.draw(random) < probability
        ? new Erased(scale, ratio, left, top, fill)
        : Draw.NOTHING;
  }

  /**
   * One rectangle.
   *
   * @param left share, from 0 to 1, of the room beside the rectangle that lies to its left
   * @param top the same above it
   */
  record Erased(double scale, double ratio, double left, double top, Fill fill) implements Hiding {
    @Override
    public List<Box> boxes(int width, int height) {
      double area = scale * width * height;
      int boxWidth = (int) Math.min(width, Math.rint(Math.sqrt(area / ratio)));
      int boxHeight = (int) Math.min(height, Math.rint(Math.sqrt(area * ratio)));
      int x = (int) (left * (width - boxWidth + 1));
      int y = (int) (top * (height - boxHeight + 1));
      return List.of(new Box(x, y, x + boxWidth, y + boxHeight));
    }
  }
}
