package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Moves every pixel away from its own grey (factors above 1) or towards it (below 1): 0 gives the
 * grey picture, 1 changes nothing, and a grey picture stays as it is. Equal to torchvision's {@code
 * adjust_saturation} of PIL pictures to the bit; the policies of the literature call it Color.
 *
 * @param factorRange the factor is uniform in it; not negative
 */
public record Saturation(Range factorRange) implements Transform {

  public Saturation {
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
      return new Canvas(picture).saturation(factor).picture();
    }
  }
}
