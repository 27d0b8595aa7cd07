package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Pads a picture on all sides and cuts a rectangle of the picture's own size out of that, each
 * place as likely: torchvision's {@code RandomCrop(size, padding)} for pictures of that size, the
 * usual augmentation of small pictures (4 pixels of 32).
 *
 * @param padding of each side, as a share of the width and of the height, 0 to 1
 * @param border what is added
 * @param fill the colour, if that is a constant
 */
public record RandomCrop(double padding, Border border, Fill fill) implements Transform {

  public RandomCrop {
    Require.within("padding", padding, 0, 1);
  }

  /** Padded with black. */
  public RandomCrop(double padding) {
    this(padding, Border.CONSTANT, Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Place(padding, Range.UNIT.draw(random), Range.UNIT.draw(random), border, fill);
  }

  /**
   * One place.
   *
   * @param x share, from 0 to 1, of the room across that lies to its left
   * @param y the same above it
   */
  record Place(double padding, double x, double y, Border border, Fill fill) implements Windowed {
    @Override
    public Window window(int width, int height) {
      return new Window(start(x, width), start(y, height), width, height, border);
    }

    private int start(double share, int size) {
      int pad = (int) Math.rint(padding * size);
      return (int) (share * (2 * pad + 1)) - pad;
    }
  }
}
