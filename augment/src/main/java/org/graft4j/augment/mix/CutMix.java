package org.graft4j.augment.mix;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.graft4j.augment.Range;
import org.graft4j.data.BatchDraw;
import org.graft4j.data.BatchMixing;

/**
 * Pastes a box of the example before it in the batch into each example, at the same place, and
 * blends the labels by the box's share of the area (Yun et al. 2019, <a
 * href="https://arxiv.org/abs/1905.04899">arXiv 1905.04899</a>). One box for the batch: its area is
 * {@code 1 - lam} of the picture's with lam from Beta(alpha, alpha), its centre anywhere; what lies
 * beyond the border is cut off, and the labels go by what is left. For pictures and feature maps
 * {@code [depth, height, width]}.
 *
 * @param alpha 0.001 to 1000; 1, the paper's, makes every area equally likely
 */
public record CutMix(double alpha) implements BatchMixing {
  /** A smaller map has no box that is neither nothing nor all. */
  private static final int SMALLEST = 3;

  public CutMix {
    Beta.requireAlpha("alpha", alpha);
  }

  @Override
  public BatchDraw draw(RandomGenerator random) {
    double lam = Beta.draw(alpha, random);
    return new Box(lam, Range.UNIT.draw(random), Range.UNIT.draw(random));
  }

  @Override
  public String describe() {
    return toString();
  }

  @Override
  public void requireShape(long... example) {
    if (example.length != 3 || example[1] < SMALLEST || example[2] < SMALLEST) {
      throw new IllegalArgumentException(
          "CutMix must have examples [depth, height, width] of at least "
              + SMALLEST
              + "x"
              + SMALLEST
              + " to paste boxes into, but they were "
              + Arrays.toString(example)
              + ": use MixUp there");
    }
  }
}
