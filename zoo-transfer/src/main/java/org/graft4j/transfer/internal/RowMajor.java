package org.graft4j.transfer.internal;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of ND4J as plain numbers, row after row. */
public final class RowMajor {
  private RowMajor() {}

  /** The numbers of an array; a copy. */
  public static double[] of(INDArray array) {
    try (INDArray ordered = array.dup('c')) {
      return ordered.data().asDouble();
    }
  }

  /** A matrix in double precision, to be closed. */
  public static INDArray matrix(double[] values, int rows, int columns) {
    long[] shape = {rows, columns};
    return Nd4j.create(values, shape, new long[] {columns, 1}, 'c', DataType.DOUBLE);
  }

  /** Puts numbers into an array of as many, in its own type, or more: those after become 0. */
  public static void into(double[] values, INDArray target) {
    double[] all = Arrays.copyOf(values, Math.toIntExact(target.length()));
    try (INDArray doubles = Nd4j.createFromArray(all);
        INDArray typed = doubles.castTo(target.dataType())) {
      target.assign(typed.reshape(target.shape()));
    }
  }
}
