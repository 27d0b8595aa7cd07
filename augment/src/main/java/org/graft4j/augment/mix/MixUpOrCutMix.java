package org.graft4j.augment.mix;

import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.data.BatchDraw;
import org.graft4j.data.BatchMixing;

/**
 * {@link MixUp} or {@link CutMix}, drawn anew for each batch: as usual where a whole network is
 * trained for many epochs.
 *
 * @param mixUp the one
 * @param cutMix the other
 * @param cutMixProbability of the other, 0 to 1
 */
public record MixUpOrCutMix(MixUp mixUp, CutMix cutMix, double cutMixProbability)
    implements BatchMixing {

  public MixUpOrCutMix {
    if (!(cutMixProbability >= 0 && cutMixProbability <= 1)) {
      throw new IllegalArgumentException(
          "cutMixProbability must be from 0 to 1, but was " + cutMixProbability);
    }
  }

  @Override
  public BatchDraw draw(RandomGenerator random) {
    return Range.UNIT.draw(random) < cutMixProbability ? cutMix.draw(random) : mixUp.draw(random);
  }

  @Override
  public String describe() {
    return toString();
  }

  @Override
  public void requireShape(long... example) {
    if (cutMixProbability > 0) {
      cutMix.requireShape(example);
    }
  }
}
