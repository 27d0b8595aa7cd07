package org.graft4j.augment.policy;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Seed;

/**
 * TrivialAugment with the wide space (Müller, Hutter 2021, arXiv 2103.10158): one operation of 14
 * at one of 31 magnitudes, both drawn anew for each sample. There is nothing to tune. For whole
 * networks and many epochs on pictures of at least some hundred pixels: translations go to 32
 * pixels, turns to 135 degrees and shears to 0.99. Not where the upright position, shades or
 * directions tell the classes apart.
 *
 * <p>The space is torchvision's; each operation equals torchvision's on a PIL picture to the bit,
 * of nearest pixels.
 *
 * @param fill of what comes into view
 */
public record TrivialAugmentWide(Fill fill) implements Transform {

  /** On black, as torchvision does. */
  public TrivialAugmentWide() {
    this(Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    RandomGenerator stream = Seed.of(random.nextLong()).stream("link", 0);
    Space.Entry entry = Spaces.WIDE.choose(stream);
    int bin = (int) (Range.UNIT.draw(stream) * Spaces.WIDE.bins());
    return Spaces.WIDE.draw(entry, bin, fill, stream);
  }

  /** Made when first needed. */
  private static final class Spaces {
    static final Space WIDE = Space.trivialAugmentWide();
  }
}
