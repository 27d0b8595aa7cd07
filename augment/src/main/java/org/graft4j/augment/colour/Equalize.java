package org.graft4j.augment.colour;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Picture;

/**
 * Spreads each channel's values so that all shades become about as frequent. A channel of one value
 * stays. Equal to torchvision's {@code equalize} of PIL pictures to the bit.
 *
 * @param probability of a change, 0 to 1
 */
public record Equalize(double probability) implements Transform {

  public Equalize {
    Range.UNIT.require("probability", probability);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < probability ? new Equalized() : Draw.NOTHING;
  }

  /** The change itself. */
  record Equalized() implements ColourDraw {
    @Override
    public Picture apply(Picture picture) {
      return Histograms.of(picture).looked(picture, Equalized::table);
    }

    /** Pillow's: a step is a 255th of the pixels without those of the lightest value. */
    private static byte[] table(int[] counts) {
      int lightest = 255;
      while (counts[lightest] == 0) {
        lightest--;
      }
      int below = 0;
      for (int value = 0; value < lightest; value++) {
        below += counts[value];
      }
      int step = below / 255;
      if (step == 0) {
        return Tables.of(value -> value);
      }
      byte[] table = new byte[256];
      int seen = step / 2;
      for (int value = 0; value < 256; value++) {
        table[value] = (byte) Math.min(255, seen / step);
        seen += counts[value];
      }
      return table;
    }
  }
}
