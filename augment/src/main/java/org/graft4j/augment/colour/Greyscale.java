package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Takes the colour away: each pixel's three values become its luma, (19595 R + 38470 G + 7471 B +
 * 32768) / 65536. Equal to torchvision's {@code rgb_to_grayscale} of PIL pictures to the bit.
 *
 * @param probability of a change, 0 to 1
 */
public record Greyscale(double probability) implements Transform {

  public Greyscale {
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Grey() : Draw.NOTHING;
  }

  /** The change itself. */
  record Grey() implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return new Picture(picture.width(), picture.height(), Luma.grey(picture.rgb()));
    }
  }
}
