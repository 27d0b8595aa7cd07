package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Moves every pixel away from its smoothed self (factors above 1: sharper) or towards it (below 1:
 * softer); 1 changes nothing. Smoothing weighs the pixel by 5 and its eight neighbours by 1; the
 * outermost pixels stay. Equal to torchvision's {@code adjust_sharpness} of PIL pictures to the
 * bit.
 *
 * @param factorRange the factor is uniform in it; not negative
 * @param probability of a change, 0 to 1
 */
public record Sharpness(Range factorRange, double probability) implements Transform {

  public Sharpness {
    Limits.requireNotNegative("factorRange", factorRange);
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    double factor = factorRange.draw(random);
    return Range.UNIT.draw(random) < probability ? new Sharpened(factor) : Draw.NOTHING;
  }

  /** By one factor. */
  record Sharpened(double factor) implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return factor == 1 ? picture : Sharpen.blend(picture, (float) factor);
    }
  }
}
