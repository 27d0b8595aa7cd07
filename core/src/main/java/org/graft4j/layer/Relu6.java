package org.graft4j.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code min(max(x, 0), 6)}: torch's {@code ReLU6}, MobileNetV2's activation.
 *
 * <p>The slope is 1 between 0 and 6, and 0 elsewhere, at 0 and 6 too. NaN stays NaN; DL4J's {@code
 * RELU6} makes 6 of it, so that a network that has diverged seems to work.
 */
public record Relu6() implements IActivation {

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.assign(Elementwise.clip(in, 0, 6));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Elementwise.requireSameShape(in, epsilon);
    return new Pair<>(Elementwise.inside(in, 0, 6).muli(epsilon), null);
  }

  @Override
  public int numParams(int inputSize) {
    return 0;
  }
}
