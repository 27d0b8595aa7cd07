package org.graft4j.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code relu6(x + 3) / 6}: torch's {@code Hardsigmoid}, the gate of MobileNetV3's
 * squeeze-and-excite. DL4J's {@code HARDSIGMOID} is another function, {@code clip(0.2 x + 0.5)}.
 *
 * <p>The slope is 1/6 between -3 and 3, and 0 from there on. NaN stays NaN.
 */
public record HardSigmoid6() implements IActivation {

  /** The function of {@code x}, in a fresh array. */
  static INDArray of(INDArray x) {
    return Elementwise.clip(x.add(3), 0, 6).divi(6);
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.assign(of(in));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Elementwise.requireSameShape(in, epsilon);
    return new Pair<>(Elementwise.inside(in, -3, 3).divi(6).muli(epsilon), null);
  }

  @Override
  public int numParams(int inputSize) {
    return 0;
  }
}
