package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Stretches each channel so that its darkest value becomes 0 and its lightest 255. A channel of one
 * value stays. Equal to torchvision's {@code autocontrast} of PIL pictures to the bit.
 *
 * @param probability of a change, 0 to 1
 */
public record AutoContrast(double probability) implements Transform {

  public AutoContrast {
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Stretched() : Draw.NOTHING;
  }

  /** The change itself. */
  record Stretched() implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return Histograms.of(picture).looked(picture, Stretched::table);
    }

    private static byte[] table(int[] counts) {
      int low = 0;
      while (counts[low] == 0) {
        low++;
      }
      int high = 255;
      while (counts[high] == 0) {
        high--;
      }
      if (high == low) {
        return Tables.of(value -> value);
      }
      double scale = 255.0 / (high - low);
      double offset = -low * scale;
      return Tables.of(value -> (int) Math.max(0, Math.min(255, value * scale + offset)));
    }
  }
}
