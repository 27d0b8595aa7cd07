package org.graft4j.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x (1 + erf(x / sqrt(2))) / 2}: torch's {@code GELU}, ConvNeXt's activation (<a
 * href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel 2016</a>). DL4J's two are
 * approximations of it, by a sigmoid and by a hyperbolic tangent.
 *
 * <p>The slope is {@code (1 + erf(x / sqrt(2))) / 2 + x exp(-x^2 / 2) / sqrt(2 pi)}. NaN stays NaN,
 * and minus infinity becomes it, as with torch.
 */
public record ExactGelu() implements IActivation {

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(below(in));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Elementwise.requireSameShape(in, epsilon);
    // The square may be infinite, and the density 0 then; x itself is clipped since it may be too.
    INDArray density = Transforms.exp(in.mul(in).muli(-0.5), false).divi(Math.sqrt(2 * Math.PI));
    INDArray slope = density.muli(Elementwise.clip(in, -1e3, 1e3)).addi(below(in));
    return new Pair<>(slope.muli(epsilon), null);
  }

  @Override
  public int numParams(int inputSize) {
    return 0;
  }

  /** The share of the normal distribution that lies below each number. */
  private static INDArray below(INDArray x) {
    INDArray scaled = x.div(Math.sqrt(2));
    return Nd4j.getExecutioner().exec(new Erf(scaled, scaled)).addi(1).divi(2);
  }
}
