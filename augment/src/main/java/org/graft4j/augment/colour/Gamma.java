package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Raises every value, as a share of white, to a random power: below 1 shows more in the shadows,
 * above 1 darkens them. At gain 1 white stays, and black does for a power above 0 (0 makes all
 * white). Equal to torchvision's {@code adjust_gamma} of PIL pictures to the bit: value v becomes
 * {@code (int) (255.999 gain (v / 255)^gamma)}, at most 255.
 *
 * @param gammaRange the power is uniform in it; not negative; 1 changes nothing if the gain is 1
 * @param gain what the result is multiplied by; not negative
 */
public record Gamma(Range gammaRange, double gain) implements Transform {

  public Gamma {
    Limits.requireNotNegative("gammaRange", gammaRange);
    Limits.requireNotNegative("gain", gain);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Raised(gammaRange.draw(random), gain);
  }

  /** To one power. */
  record Raised(double gamma, double gain) implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      if (gamma == 1 && gain == 1) {
        return picture;
      }
      return new Canvas(picture).look(Tables.of(this::raised)).picture();
    }

    /** StrictMath: the same on every machine. */
    private int raised(int value) {
      double share = StrictMath.pow(value / 255.0, gamma);
      return (int) Math.min(255, (255 + 1 - 1e-3) * gain * share);
    }
  }
}
