package org.graft4j.augment.noise;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Adds normally distributed noise to every value, as a sensor in little light does; what leaves 0
 * to 255 is clipped. Each value gets noise of its own, but a picture that is grey everywhere the
 * same for the three channels of a pixel, and stays grey. The mask stays as it is.
 *
 * <p>The draw holds a seed, from which the noise of each pixel comes in their order: applied again
 * it gives the same bytes, on every machine.
 *
 * @param sigmaRange the noise's standard deviation as a share of white is uniform in it; 0, which
 *     changes nothing, to 1
 */
public record GaussianNoise(Range sigmaRange) implements Transform {

  public GaussianNoise {
    if (sigmaRange.low() < 0 || sigmaRange.high() > 1) {
      throw new IllegalArgumentException(
          "sigmaRange must lie within 0 to 1, but was " + sigmaRange);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Noise(sigmaRange.draw(random), random.nextLong());
  }

  /** The noise of one seed. */
  record Noise(double sigma, long seed) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      // Noise is less than half a step for all but one value in a million.
      return sigma * 255 < 0.1 ? picture : NormalNoise.of(sigma * 255).added(picture, seed);
    }

    @Override
    public Mask apply(Mask mask) {
      return mask;
    }
  }
}
