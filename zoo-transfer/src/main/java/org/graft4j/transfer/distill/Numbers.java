package org.graft4j.transfer.distill;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of ND4J as plain row-major doubles, and back. */
final class Numbers {
  private Numbers() {}

  static double[] of(INDArray array) {
    try (INDArray packed = array.dup('c')) {
      return packed.data().asDouble();
    }
  }

  /** A matrix in double precision, to be closed. */
  static INDArray matrix(double[] values, int rows, int columns) {
    long[] shape = {rows, columns};
    return Nd4j.create(values, shape, new long[] {columns, 1}, 'c', DataType.DOUBLE);
  }

  /** Into an array of any type and as many numbers, or more: those after them become 0. */
  static void into(INDArray array, double[] values) {
    double[] all = new double[Math.toIntExact(array.length())];
    System.arraycopy(values, 0, all, 0, values.length);
    try (INDArray row = matrix(all, 1, all.length)) {
      array.assign(row.reshape('c', array.shape()));
    }
  }
}
