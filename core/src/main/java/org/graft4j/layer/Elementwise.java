package org.graft4j.layer;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Element by element, with NaN kept: ND4J's max, min and relu6 turn it into a number. */
final class Elementwise {
  private Elementwise() {}

  /** A fresh array with all numbers between two bounds. */
  static INDArray clip(INDArray x, double low, double high) {
    INDArray out = x.ulike();
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(x)
            .addOutputs(out)
            .addFloatingPointArguments(low, high)
            .build());
    return out;
  }

  /** A fresh array with 1 where a number lies between two bounds, and 0 where not. */
  static INDArray inside(INDArray x, double low, double high) {
    return x.gt(low).castTo(x.dataType()).muli(x.lt(high).castTo(x.dataType()));
  }

  static void requireSameShape(INDArray x, INDArray epsilon) {
    if (!x.equalShapes(epsilon)) {
      throw new IllegalArgumentException(
          "the gradient must have the shape of the activation's input "
              + Arrays.toString(x.shape())
              + ", but was "
              + Arrays.toString(epsilon.shape()));
    }
  }
}
