package org.graft4j.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x sigmoid(x)}: torch's {@code SiLU}, EfficientNet's activation (<a
 * href="https://arxiv.org/abs/1702.03118">Elfwing et al. 2017</a>).
 *
 * <p>With {@code s = sigmoid(x)} the slope is {@code s (1 + x (1 - s))}: finite for each finite x,
 * where DL4J's {@code SWISH} has the slope NaN for large numbers. NaN stays NaN, and minus infinity
 * becomes it, as with torch.
 */
public record SiLU() implements IActivation {

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(Transforms.sigmoid(in, true));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    Elementwise.requireSameShape(in, epsilon);
    INDArray sigmoid = Transforms.sigmoid(in, true);
    INDArray slope = sigmoid.rsub(1).muli(in).addi(1).muli(sigmoid);
    return new Pair<>(slope.muli(epsilon), null);
  }

  @Override
  public int numParams(int inputSize) {
    return 0;
  }
}
