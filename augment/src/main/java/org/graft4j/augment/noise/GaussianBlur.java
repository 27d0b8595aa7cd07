package org.graft4j.augment.noise;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Blurs as a lens out of focus does: each value becomes a mean of those around it, weighted by a
 * bell curve of random width. Beyond its border the picture goes on as in a mirror.
 *
 * <p>For equal sigma and kernel equal to torchvision's {@code gaussian_blur} to the bit; unlike
 * there, sigma is a share of the picture, and the kernel reaches three sigma on either side instead
 * of a length of its own. The mask stays as it is.
 *
 * <p>On pictures of up to 1,200 pixels square every sigma can be had; on larger ones a blur of more
 * than some seconds is refused.
 *
 * @param sigmaRange the bell curve's standard deviation as a share of the picture's shorter side is
 *     uniform in it; 0, which changes nothing, to 0.1; 0.009 is 2 pixels of 224
 */
public record GaussianBlur(Range sigmaRange) implements Transform {

  /** Pixels times weights: a few seconds of one core. */
  private static final long MOST_WORK = 1L << 30;

  public GaussianBlur {
    if (sigmaRange.low() < 0 || sigmaRange.high() > 0.1) {
      throw new IllegalArgumentException(
          "sigmaRange must lie within 0 to 0.1, but was " + sigmaRange);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Blurred(sigmaRange.draw(random));
  }

  /** By one sigma. */
  record Blurred(double sigma) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      double pixels = sigma * Math.min(picture.width(), picture.height());
      // Below a fifth of a pixel a neighbour's weight is less than a 255th.
      if (pixels < 0.2) {
        return picture;
      }
      int reach = (int) Math.ceil(3 * pixels);
      requireBearable(picture, reach, pixels);
      float[] kernel = BlurKernel.bell(2 * reach + 1, pixels);
      return BlurKernel.blurred(picture, kernel, kernel);
    }

    /** The time is that of the pixels times the kernel's length, and grows with the third power. */
    private static void requireBearable(Picture picture, int reach, double pixels) {
      long area = (long) picture.width() * picture.height();
      if (area * (2L * reach + 1) > MOST_WORK) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "gaussian-blur must reach at most %d pixels on %s, but its sigma of %.1f pixels"
                    + " reaches %d: crop or resize the picture first, or take a smaller sigmaRange",
                Math.max(0, (MOST_WORK / area - 1) / 2),
                picture,
                pixels,
                reach));
      }
    }

    @Override
    public Mask apply(Mask mask) {
      return mask;
    }
  }
}
