package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Inverts the light values and keeps the dark ones: a value v of at least the threshold becomes 255
 * - v. Equal to torchvision's {@code solarize} to the bit.
 *
 * @param threshold as a share of white, 0 to 1; 0 inverts all, 1 only the value 255
 * @param probability of a change, 0 to 1
 */
public record Solarize(double threshold, double probability) implements Transform {

  public Solarize {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold must be a share of white from 0 to 1, but was " + threshold);
    }
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Solarized(threshold) : Draw.NOTHING;
  }

  /** From that threshold on. */
  record Solarized(double threshold) implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      byte[] table = Tables.of(value -> value >= 255 * threshold ? 255 - value : value);
      return new Canvas(picture).look(table).picture();
    }
  }
}
