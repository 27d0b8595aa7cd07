package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;

/**
 * Moves a picture within its frame, by whole pixels (truncated towards none, as torchvision's
 * {@code TranslateX} and {@code TranslateY} do).
 *
 * @param x to the right, as a share of the width, -1 to 1
 * @param y downwards, as a share of the height, -1 to 1
 * @param fill of what comes into view
 */
public record Translate(Range x, Range y, Fill fill) implements Transform {

  public Translate {
    Require.within("x", x, -1, 1);
    Require.within("y", y, -1, 1);
  }

  /** On black. */
  public Translate(Range x, Range y) {
    this(x, y, Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Move(x.draw(random), y.draw(random), fill);
  }

  /** One move. */
  record Move(double x, double y, Fill fill) implements Warped {
    @Override
    public Sampling sampling() {
      return Sampling.NEAREST;
    }

    @Override
    public Warp warp(int width, int height) {
      return moved(pixels(x, width), pixels(y, height), width, height);
    }

    /** A share that stands for a whole number, such as 14 / 48.0 of 48, must give that number. */
    private static int pixels(double share, int size) {
      double exact = share * size;
      return (int) (exact + Math.copySign(1e-6, exact));
    }
  }

  static Warp moved(int right, int down, int width, int height) {
    return new Warp(Mapping.affine(1, 0, -right, 0, 1, -down), width, height);
  }
}
