package org.graft4j.augment.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Draw;
import org.graft4j.data.Seed;

/**
 * AutoAugment (Cubuk et al. 2018, arXiv 1805.09501): one of 25 pairs of operations, drawn anew for
 * each sample; each of the two is applied with its own probability, at its own magnitude. The pairs
 * were found by a search on the data set that they are named for, and are best for pictures like
 * those. For whole networks and many epochs.
 *
 * <p>The tables are torchvision's; each operation equals torchvision's on a PIL picture to the bit,
 * of nearest pixels.
 *
 * @param policy which pairs
 * @param fill of what comes into view
 */
public record AutoAugment(Policy policy, Fill fill) implements Transform {

  /** What the pairs were found on. */
  public enum Policy {
    /** Photographs of things; mostly colours, with a few turns. */
    IMAGENET,
    /** Small photographs of things; colours and translations. */
    CIFAR10,
    /** House numbers: shears, translations and inversion, and no flip. */
    SVHN
  }

  /** On black, as torchvision does. */
  public AutoAugment(Policy policy) {
    this(policy, Fill.BLACK);
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    List<AutoAugmentTable.Pair> pairs = AutoAugmentTable.of(policy);
    int chosen = (int) (Range.UNIT.draw(seed.stream("choice")) * pairs.size());
    AutoAugmentTable.Pair pair = pairs.get(chosen);
    List<Draw> draws = new ArrayList<>(2);
    for (AutoAugmentTable.Step step : List.of(pair.first(), pair.second())) {
      RandomGenerator stream = seed.stream("link", draws.size());
      boolean applied = Range.UNIT.draw(stream) < step.probability();
      draws.add(
          applied
              ? Spaces.AUTO.draw(Spaces.AUTO.of(step.operation()), step.bin(), fill, stream)
              : Draw.NOTHING);
    }
    return Draw.inOrder(draws);
  }

  /** Made when first needed. */
  private static final class Spaces {
    static final Space AUTO = Space.autoAugment();
  }
}
