package org.graft4j.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code x relu6(x + 3) / 6}: torch's {@code Hardswish}, MobileNetV3's activation (<a
 * href="https://arxiv.org/abs/1905.02244">Howard et al. 2019</a>).
 *
 * <p>The slope is 0 up to -3, {@code x / 3 + 1/2} between -3 and 3, and 1 from there on. NaN stays
 * NaN, and minus infinity becomes it, as with torch.
 */
public record HardSwish() implements IActivation {

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(HardSigmoid6.of(in));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Elementwise.requireSameShape(in, epsilon);
    // clipped first, since 0 times infinity is NaN
    INDArray slope = Elementwise.clip(in, -3, 3).divi(3).addi(0.5);
    slope.muli(Elementwise.inside(in, -3, 3)).addi(in.gte(3).castTo(in.dataType()));
    return new Pair<>(slope.muli(epsilon), null);
  }

  @Override
  public int numParams(int inputSize) {
    return 0;
  }
}
