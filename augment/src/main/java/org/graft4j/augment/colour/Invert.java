package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Turns light into dark: each value becomes 255 less itself. Twice is as never.
 *
 * @param probability of a change, 0 to 1
 */
public record Invert(double probability) implements Transform {

  public Invert {
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Inverted() : Draw.NOTHING;
  }

  /** The change itself. */
  record Inverted() implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return new Canvas(picture).look(Tables.of(value -> 255 - value)).picture();
    }
  }
}
