package org.graft4j.augment;

import java.util.random.RandomGenerator;
import org.graft4j.data.Picture;

/**
 * Cuts out a rectangle of random area, proportions and place; the input spec, which every picture
 * passes afterwards, does the resizing.
 *
 * <p>Area and the logarithm of width to height are uniform. Unlike torchvision, which tries up to
 * ten rectangles until one fits and then takes the centre, a side that would be longer than the
 * picture is shortened to it: the draw does not depend on the picture's size, and the parameters
 * that a picture gets stay the same if it is stored larger or smaller. A side is at least a pixel.
 *
 * @param scaleRange area of the rectangle as a share of the picture's, above 0 up to 1
 * @param ratioRange width to height, in pixels, positive
 */
public record RandomResizedCrop(Range scaleRange, Range ratioRange) implements Transform {

  public RandomResizedCrop {
    if (!(scaleRange.low() > 0 && scaleRange.high() <= 1)) {
      throw new IllegalArgumentException(
          "scaleRange must be above 0 and at most 1, but was " + scaleRange);
    }
    if (!(ratioRange.low() > 0)) {
      throw new IllegalArgumentException("ratioRange must be positive, but was " + ratioRange);
    }
  }

  @Override
  public String describe() {
    return toString();
  }

  @Override
  public Draw draw(RandomGenerator random) {
    double scale = scaleRange.draw(random);
    double low = StrictMath.log(ratioRange.low());
    double high = StrictMath.log(ratioRange.high());
    double ratio = StrictMath.exp(new Range(low, high).draw(random));
    return new Rectangle(scale, ratio, Range.unit(random), Range.unit(random));
  }

  /**
   * One rectangle.
   *
   * @param left share, from 0 to 1, of the room beside the rectangle that lies to its left
   * @param top the same above it
   */
  record Rectangle(double scale, double ratio, double left, double top) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      double area = scale * picture.width() * picture.height();
      int width = side(Math.sqrt(area * ratio), picture.width());
      int height = side(Math.sqrt(area / ratio), picture.height());
      int x = (int) (left * (picture.width() - width + 1));
      int y = (int) (top * (picture.height() - height + 1));
      return cropped(picture, x, y, width, height);
    }

    private static int side(double length, int longest) {
      return (int) Math.max(1, Math.min(longest, Math.rint(length)));
    }
  }

  /** The rectangle, which must lie within the picture, with its upper left corner at (x, y). */
  static Picture cropped(Picture picture, int x, int y, int width, int height) {
    if (width == picture.width() && height == picture.height()) {
      return picture;
    }
    byte[] to = new byte[3 * width * height];
    for (int row = 0; row < height; row++) {
      int from = 3 * ((y + row) * picture.width() + x);
      System.arraycopy(picture.rgb(), from, to, 3 * row * width, 3 * width);
    }
    return new Picture(width, height, to);
  }
}
