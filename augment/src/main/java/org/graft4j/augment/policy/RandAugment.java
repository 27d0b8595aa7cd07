package org.graft4j.augment.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Seed;

/**
 * RandAugment (Cubuk et al. 2019, arXiv 1909.13719): some operations, drawn anew for each sample
 * from a space of 14, all at one magnitude. Its two numbers are meant to be tuned to the data, as
 * {@link TrivialAugmentWide} has none. For whole networks and many epochs; with a frozen trunk it
 * mostly harms, and where shades or directions tell the classes apart as well.
 *
 * <p>The space is torchvision's: shears to 0.3, translations to 150/331 of the size, turns to 30
 * degrees, brightness, colour, contrast and sharpness by up to 0.9, posterisation to 4 bits,
 * solarisation, automatic contrast, equalisation, and nothing at all. Each operation equals
 * torchvision's on a PIL picture to the bit, of nearest pixels.
 *
 * @param operations how many, one after the other, 0 to 100; the paper's are 1 to 3
 * @param magnitude of 0, weakest, to 30
 * @param fill of what comes into view
 */
public record RandAugment(int operations, int magnitude, Fill fill) implements Transform {

  public RandAugment {
    if (operations < 0 || operations > 100) {
      throw new IllegalArgumentException("operations must be from 0 to 100, but was " + operations);
    }
    if (magnitude < 0 || magnitude > 30) {
      throw new IllegalArgumentException("magnitude must be from 0 to 30, but was " + magnitude);
    }
  }

  /** On black, as torchvision does. */
  public RandAugment(int operations, int magnitude) {
    this(operations, magnitude, Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    List<Draw> draws = new ArrayList<>(operations);
    for (int i = 0; i < operations; i++) {
      RandomGenerator stream = seed.stream("link", i);
      draws.add(Spaces.RAND.draw(Spaces.RAND.choose(stream), magnitude, fill, stream));
    }
    return Draw.inOrder(draws);
  }

  @Override
  public boolean isNone() {
    return operations == 0;
  }

  /** Made when first needed. */
  private static final class Spaces {
    static final Space RAND = Space.randAugment();
  }
}
