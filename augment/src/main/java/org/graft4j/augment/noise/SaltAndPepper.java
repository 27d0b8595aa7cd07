package org.graft4j.augment.noise;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Makes a random share of the pixels white or black, each as likely, as broken sensor cells and bad
 * scans do. The mask stays as it is.
 *
 * <p>The draw holds a seed, from which the fate of each pixel comes in their order: applied again
 * it gives the same bytes, on every machine.
 *
 * @param shareRange the chance of a pixel to be changed is uniform in it; 0, which changes nothing,
 *     to 1
 */
public record SaltAndPepper(Range shareRange) implements Transform {

  public SaltAndPepper {
    if (shareRange.low() < 0 || shareRange.high() > 1) {
      throw new IllegalArgumentException(
          "shareRange must lie within 0 to 1, but was " + shareRange);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Grains(shareRange.draw(random), random.nextLong());
  }

  /** The grains of one seed. */
  record Grains(double share, long seed) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      if (share == 0) {
        return picture;
      }
      SplittableRandom random = new SplittableRandom(seed);
      // One bit of the long is the colour, the others are a number from 0 to 1.
      long limit = (long) (share * 0x1p62);
      byte[] rgb = picture.rgb().clone();
      for (int i = 0; i < rgb.length - 2; i += 3) {
        long bits = random.nextLong();
        if (bits >>> 2 < limit) {
          byte value = (byte) -(bits & 1);
          rgb[i] = value;
          rgb[i + 1] = value;
          rgb[i + 2] = value;
        }
      }
      return new Picture(picture.width(), picture.height(), rgb);
    }

    @Override
    public Mask apply(Mask mask) {
      return mask;
    }
  }
}
