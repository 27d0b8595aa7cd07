package org.graft4j.augment.generate;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a generator draws a picture from: normal numbers, and the class as one-hot. */
final class Latent {
  private Latent() {}

  /** Writes the numbers of one row. */
  static void draw(float[] rows, int row, int latent, int classes, int label, RandomGenerator r) {
    int from = row * (latent + classes);
    for (int k = 0; k < latent; k++) {
      rows[from + k] = (float) r.nextGaussian();
    }
    rows[from + latent + label] = 1;
  }

  /** {@code [batch, latent + classes, 1, 1]}; the caller closes it. */
  static INDArray array(float[] rows, int batch, DataType type) {
    return array(rows, type, batch, rows.length / batch, 1, 1);
  }

  /** A detached array of that shape with those values; the caller closes it. */
  static INDArray array(float[] values, DataType type, long... shape) {
    INDArray array = Nd4j.createUninitializedDetached(type, 'c', shape);
    for (int i = 0; i < values.length; i++) {
      array.data().put(i, values[i]);
    }
    return array;
  }

  /** As {@link #array(float[], DataType, long...)}, of doubles. */
  static INDArray array(double[] values, DataType type, long... shape) {
    INDArray array = Nd4j.createUninitializedDetached(type, 'c', shape);
    for (int i = 0; i < values.length; i++) {
      array.data().put(i, values[i]);
    }
    return array;
  }

  /** The values in the order of the indices. */
  static float[] values(INDArray array) {
    if (array.ordering() == 'c' && array.offset() == 0 && !array.isView()) {
      return array.data().asFloat();
    }
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }
}
