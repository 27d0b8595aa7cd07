package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Multiplies every value by a random factor: 0 gives black, 1 changes nothing. What would be above
 * 255 is 255. Equal to torchvision's {@code adjust_brightness} of PIL pictures to the bit.
 *
 * @param factorRange the factor is uniform in it; not negative
 */
public record Brightness(Range factorRange) implements Transform {

  public Brightness {
    Limits.requireNotNegative("factorRange", factorRange);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Changed(factorRange.draw(random));
  }

  /** By one factor. */
  record Changed(double factor) implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return new Canvas(picture).brightness(factor).picture();
    }
  }
}
