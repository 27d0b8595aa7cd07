package org.graft4j.augment.geometry;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Interpolation;
import org.graft4j.data.Mask;
import org.graft4j.data.MaskResize;
import org.graft4j.data.Picture;
import org.graft4j.data.PictureResize;

/**
 * Cuts out a rectangle of random area, proportions and place and resizes it: to the size of the
 * network's input, and by its interpolation, where that is known; else to the picture's own size,
 * bilinearly.
 *
 * <p>Area and the logarithm of width to height are uniform. Unlike torchvision, which tries up to
 * ten rectangles until one fits and then takes the centre, a side that would be longer than the
 * picture is shortened to it: the draw does not depend on the picture's size, and the parameters
 * that a picture gets stay the same if it is stored larger or smaller. A side is at least a pixel.
 *
 * @param scaleRange area of the rectangle as a share of the picture's, above 0 up to 1
 * @param ratioRange width to height, in pixels, positive
 * @param antialias whether the filter widens where the rectangle shrinks; see {@link Resize}
 */
public record RandomResizedCrop(Range scaleRange, Range ratioRange, boolean antialias)
    implements Transform {

  public RandomResizedCrop {
    if (!(scaleRange.low() > 0 && scaleRange.high() <= 1)) {
      throw new IllegalArgumentException(
          "scaleRange must be above 0 and at most 1, but was " + scaleRange);
    }
    if (!(ratioRange.low() > 0)) {
      throw new IllegalArgumentException("ratioRange must be positive, but was " + ratioRange);
    }
  }

  /** An antialiased crop. */
  public RandomResizedCrop(Range scaleRange, Range ratioRange) {
    this(scaleRange, ratioRange, true);
  }

  @Override
  public boolean framing() {
    return true;
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return new Sized(this, input);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Resized(rectangle(random), 0, 0, Interpolation.BILINEAR, antialias);
  }

  private Rectangle rectangle(RandomGenerator random) {
    double scale = scaleRange.draw(random);
    double low = StrictMath.log(ratioRange.low());
    double high = StrictMath.log(ratioRange.high());
    double ratio = StrictMath.exp(new Range(low, high).draw(random));
    return new Rectangle(scale, ratio, Range.UNIT.draw(random), Range.UNIT.draw(random));
  }

  /** Without what is as ever: runs and checkpoints of before there was a choice say the same. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "RandomResizedCrop[scaleRange=%s, ratioRange=%s%s]",
        scaleRange,
        ratioRange,
        antialias ? "" : ", antialias=false");
  }

  /** The same for one input. */
  record Sized(RandomResizedCrop crop, InputSpec input) implements Transform {
    @Override
    public Draw draw(RandomGenerator random) {
      return new Resized(
          crop.rectangle(random),
          input.width(),
          input.height(),
          input.interpolation(),
          crop.antialias());
    }

    @Override
    public boolean framing() {
      return true;
    }

    @Override
    public String describe() {
      return crop.describe();
    }
  }

  /**
   * One rectangle.
   *
   * @param left share, from 0 to 1, of the room beside the rectangle that lies to its left
   * @param top the same above it
   */
  record Rectangle(double scale, double ratio, double left, double top) {
    int width(int pictureWidth, int pictureHeight) {
      return side(Math.sqrt(scale * pictureWidth * pictureHeight * ratio), pictureWidth);
    }

    int height(int pictureWidth, int pictureHeight) {
      return side(Math.sqrt(scale * pictureWidth * pictureHeight / ratio), pictureHeight);
    }

    /** Where a cut of that width begins. */
    int x(int pictureWidth, int cutWidth) {
      return (int) (left * (pictureWidth - cutWidth + 1));
    }

    /** Where a cut of that height begins. */
    int y(int pictureHeight, int cutHeight) {
      return (int) (top * (pictureHeight - cutHeight + 1));
    }

    private static int side(double length, int longest) {
      return (int) Math.max(1, Math.min(longest, Math.rint(length)));
    }
  }

  /**
   * The rectangle at a size.
   *
   * @param width 0 for that of the picture
   * @param height 0 for that of the picture
   */
  record Resized(
      Rectangle rectangle, int width, int height, Interpolation interpolation, boolean antialias)
      implements Draw {
    @Override
    public Picture apply(Picture picture) {
      int cutWidth = rectangle.width(picture.width(), picture.height());
      int cutHeight = rectangle.height(picture.width(), picture.height());
      int x = rectangle.x(picture.width(), cutWidth);
      int y = rectangle.y(picture.height(), cutHeight);
      int toWidth = width == 0 ? picture.width() : width;
      int toHeight = height == 0 ? picture.height() : height;
      return antialias
          ? PictureResize.part(picture, x, y, cutWidth, cutHeight, toWidth, toHeight, interpolation)
          : PlainResize.part(picture, x, y, cutWidth, cutHeight, toWidth, toHeight, interpolation);
    }

    @Override
    public Mask apply(Mask mask) {
      int cutWidth = rectangle.width(mask.width(), mask.height());
      int cutHeight = rectangle.height(mask.width(), mask.height());
      return MaskResize.part(
          mask,
          rectangle.x(mask.width(), cutWidth),
          rectangle.y(mask.height(), cutHeight),
          cutWidth,
          cutHeight,
          width == 0 ? mask.width() : width,
          height == 0 ? mask.height() : height);
    }
  }
}
