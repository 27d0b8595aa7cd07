package org.graft4j.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Views of a part of an array. ND4J's {@code get} gives an empty array for some intervals of an
 * array that itself is a view, as all parameters are: where its offset lies below its length, and
 * offset and interval together do not.
 */
final class Parts {
  private Parts() {}

  /** Some places of an axis: a view. */
  static INDArray of(INDArray x, int axis, long from, long count) {
    return of(x, axis, from, count, 1);
  }

  /** Every so many places of an axis: a view. */
  static INDArray of(INDArray x, int axis, long from, long count, int step) {
    long[] shape = x.shape().clone();
    long[] strides = x.stride().clone();
    long offset = x.offset() + from * strides[axis];
    shape[axis] = count;
    strides[axis] *= step;
    return Nd4j.create(x.data(), shape, strides, offset, Shape.getOrder(shape, strides, -1));
  }
}
