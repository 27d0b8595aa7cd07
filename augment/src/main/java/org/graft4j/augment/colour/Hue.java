package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Turns all hues by the same random share of the colour circle: a third makes red things green.
 * Grey pixels stay grey.
 *
 * <p>Equal to torchvision's {@code adjust_hue} of PIL pictures to the bit, which works on an HSV of
 * 8 bits: turns are multiples of 1/255, and other colours suffer a little rounding. Only a turn of
 * less than that, which torchvision takes the same way, leaves the picture as it is here.
 *
 * @param turnRange the turn is uniform in it; from -0.5 to 0.5, where both ends are the opposite
 */
public record Hue(Range turnRange) implements Transform {

  public Hue {
    if (turnRange.low() < -0.5 || turnRange.high() > 0.5) {
      throw new IllegalArgumentException(
          "turnRange must lie within -0.5 to 0.5, but was " + turnRange);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Turned(turnRange.draw(random));
  }

  /** By one turn. */
  record Turned(double turn) implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return new Canvas(picture).hue(turn).picture();
    }
  }
}
