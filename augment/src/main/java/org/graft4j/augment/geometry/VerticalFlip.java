package org.graft4j.augment.geometry;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Exchanges top and bottom: pixel (x, y) of the result is pixel (x, height - 1 - y) of the picture.
 *
 * @param probability of a flip, 0 to 1
 */
public record VerticalFlip(double probability) implements Transform {

  public VerticalFlip {
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
      byte[] flipped = flipped(picture.rgb(), 3 * picture.width());
      return new Picture(picture.width(), picture.height(), flipped);
    }

    @Override
    public Mask apply(Mask mask) {
      byte[] flipped = flipped(mask.classes(), mask.width());
      return new Mask(mask.width(), mask.height(), flipped, mask.ignored());
    }
  }

  private static byte[] flipped(byte[] rows, int stride) {
    byte[] out = new byte[rows.length];
    for (int from = 0; from < rows.length; from += stride) {
      System.arraycopy(rows, from, out, rows.length - stride - from, stride);
    }
    return out;
  }
}
