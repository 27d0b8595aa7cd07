package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Keeps the highest bits of each value and clears the others: fewer shades, and a little darker.
 * Equal to torchvision's {@code posterize} to the bit.
 *
 * @param bits kept, 0 to 8; 8 changes nothing, 0 gives black
 * @param probability of a change, 0 to 1
 */
public record Posterize(int bits, double probability) implements Transform {

  public Posterize {
    if (bits < 0 || bits > 8) {
      throw new IllegalArgumentException("bits must be from 0 to 8, but was " + bits);
    }
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Posterized(bits) : Draw.NOTHING;
  }

  /** With that many bits. */
  record Posterized(int bits) implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      if (bits == 8) {
        return picture;
      }
      int kept = 0xff << (8 - bits);
      return new Canvas(picture).look(Tables.of(value -> value & kept)).picture();
    }
  }
}
