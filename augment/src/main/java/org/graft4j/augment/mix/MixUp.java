package org.graft4j.augment.mix;

import java.util.random.RandomGenerator;
import org.graft4j.data.BatchDraw;
import org.graft4j.data.BatchMixing;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Blends each example, and its label, with the one before it in the batch: {@code lam * x_i + (1 -
 * lam) * x_(i-1)}, with one lam from Beta(alpha, alpha) for the batch (Zhang et al. 2018, <a
 * href="https://arxiv.org/abs/1710.09412">arXiv 1710.09412</a>). Works on examples of any shape;
 * applied to features of a frozen trunk it is Manifold MixUp at that layer (Verma et al. 2019, <a
 * href="https://arxiv.org/abs/1806.05236">arXiv 1806.05236</a>).
 *
 * @param alpha 0.001 to 1000; the smaller, the less is mixed: 0.1 to 0.4 in the paper, 1 for a lam
 *     that is uniform
 */
public record MixUp(double alpha) implements BatchMixing {

  public MixUp {
    Beta.requireAlpha("alpha", alpha);
  }

  @Override
  public BatchDraw draw(RandomGenerator random) {
    return new Blend(Beta.draw(alpha, random));
  }

  @Override
  public String describe() {
    return toString();
  }

  /**
   * The blending itself.
   *
   * @param lam the share that an example keeps, 0 to 1
   */
  record Blend(double lam) implements BatchDraw {
    @Override
    public void apply(INDArray features, INDArray labels) {
      Rows.blend(features, lam);
      Rows.blend(labels, lam);
    }
  }
}
