package org.graft4j.transfer.regularise;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small matrices as plain numbers, row after row. */
final class RowMajor {
  private RowMajor() {}

  /** The numbers of an array; a copy. */
  static double[] of(INDArray array) {
    try (INDArray ordered = array.dup('c')) {
      return ordered.data().asDouble();
    }
  }

  /** Puts numbers into an array of as many, in its own type, or more: those after become 0. */
  static void into(double[] values, INDArray target) {
    double[] all = Arrays.copyOf(values, Math.toIntExact(target.length()));
    try (INDArray doubles = Nd4j.createFromArray(all);
        INDArray typed = doubles.castTo(target.dataType())) {
      target.assign(typed.reshape(target.shape()));
    }
  }
}
