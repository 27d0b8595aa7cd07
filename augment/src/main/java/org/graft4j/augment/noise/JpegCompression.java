package org.graft4j.augment.noise;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Mask;
import org.graft4j.data.Picture;

/**
 * Gives a picture the look of having been stored as a JPEG file of random quality: blocks, ringing
 * edges, washed-out colours. The mask stays as it is, and a grey picture grey.
 *
 * <p>All that loses in JPEG is done, and only that: no file is written, since its entropy coding
 * keeps every bit. So the result is the same on every machine. It is as of a baseline file that
 * libjpeg writes and reads: the standard's tables scaled by quality, chroma at half the width and
 * height (4:2:0), and interpolated on the way back. Only the rounding of the cosines differs:
 * values by less than half a step of 255 on average, most not at all.
 *
 * @param qualityRange libjpeg's quality is uniform in it; 1, very coarse, to 100, where only
 *     rounding and the chroma's halving are left
 */
public record JpegCompression(Range qualityRange) implements Transform {

  public JpegCompression {
    if (qualityRange.low() < 1 || qualityRange.high() > 100) {
      throw new IllegalArgumentException(
          "qualityRange must lie within 1 to 100, but was " + qualityRange);
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    return new Compressed(qualityRange.draw(random));
  }

  /** At one quality. */
  record Compressed(double quality) implements Draw {
    @Override
    public Picture apply(Picture picture) {
      return JpegRoundTrip.of(picture, quality);
    }

    @Override
    public Mask apply(Mask mask) {
      return mask;
    }
  }
}
