package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Exchanges left and right: pixel (x, y) of the result is pixel (width - 1 - x, y) of the picture.
 *
 * @param probability of a flip, 0 to 1
 */
public record HorizontalFlip(double probability) implements Transform {

  public HorizontalFlip {
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Flip() : Draw.NOTHING;
  }

  /** The flip itself. */
  record Flip() implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return flipped(picture);
    }

    @Override
    public Mask apply(Mask mask) {
      int width = mask.width();
      byte[] from = mask.classes();
      byte[] to = new byte[from.length];
      for (int i = 0; i < to.length; i++) {
        to[i] = from[i - i % width + width - 1 - i % width];
      }
      return new Mask(width, mask.height(), to, mask.ignored());
    }
  }

  private static Picture flipped(Picture picture) {
    int stride = 3 * picture.width();
    byte[] from = picture.rgb();
    byte[] to = new byte[from.length];
    for (int row = 0; row < from.length; row += stride) {
      PixelCopies.backwards(from, row, to, picture.width());
    }
    return new Picture(picture.width(), picture.height(), to);
  }
}
