package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Moves every value away from the picture's mean grey (factors above 1) or towards it (below 1): 0
 * gives that grey alone, 1 changes nothing. The mean is that of the luma, rounded. Equal to
 * torchvision's {@code adjust_contrast} of PIL pictures to the bit.
 *
 * @param factorRange the factor is uniform in it; not negative
 */
public record Contrast(Range factorRange) implements Transform {

  public Contrast {
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
      return new Canvas(picture).contrast(factor).picture();
    }
  }
}
