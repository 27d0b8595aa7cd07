package org.graft4j.augment.chain;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Draw;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;

/**
 * An augmentation for a share of the samples; the others stay as they are.
 *
 * @param probability 0 to 1
 * @param augmentation must not {@linkplain Augmentation#framing() choose} what part of the stored
 *     picture is seen: without it nothing would be left to choose one
 */
public record WithProbability(double probability, Augmentation augmentation) implements Transform {

  public WithProbability {
    Range.UNIT.require("probability", probability);
    if (augmentation.framing()) {
      throw new IllegalArgumentException(
          "augmentation must not choose what part of the picture is seen, but was "
              + augmentation.describe()
              + ": one that is left out now and then leaves the whole picture, squeezed; widen its own ranges instead");
    }
  }

  @Override
  public Draw draw(RandomGenerator random) {
    Seed seed = Seed.of(random.nextLong());
    return Range.UNIT.draw(seed.stream("choice")) < probability
        ? augmentation.draw(seed.stream("link", 0))
        : Draw.NOTHING;
  }

  @Override
  public boolean movesMasks() {
    return augmentation.movesMasks();
  }

  @Override
  public Augmentation forInput(InputSpec input) {
    return new WithProbability(probability, augmentation.forInput(input));
  }

  @Override
  public String describe() {
    return "WithProbability[probability=" + probability + ", " + augmentation.describe() + "]";
  }

  @Override
  public boolean unnamed() {
    return augmentation.unnamed();
  }

  @Override
  public boolean isNone() {
    return probability == 0 || augmentation.isNone();
  }
}
