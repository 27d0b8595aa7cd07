package org.graft4j.zoo.adapt;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters with their input or output channels as rows. All by copies: ND4J's {@code get} and
 * {@code slice} give empty arrays for some parts of a parameter, which is a view.
 */
final class Channels {
  private Channels() {}

  /**
   * A copy {@code [channels, rest]}.
   *
   * @param dimension of the channels: 0, or 1 if there are several
   */
  static INDArray rows(INDArray array, int dimension) {
    long channels = array.size(dimension);
    INDArray first = dimension == 0 ? array : array.swapAxes(0, dimension);
    return first.dup('c').reshape(channels, array.length() / channels);
  }

  /**
   * The inverse of {@link #rows}.
   *
   * @param like gives the shape but for the number of channels
   */
  static INDArray fromRows(INDArray rows, INDArray like, int dimension) {
    long[] shape = like.shape().clone();
    shape[dimension] = shape[0];
    shape[0] = rows.size(0);
    INDArray shaped = rows.reshape('c', shape);
    return dimension == 0 ? shaped : shaped.swapAxes(0, dimension).dup('c');
  }

  /** A new array whose channel {@code i} is the given one's channel {@code places[i]}. */
  static INDArray take(INDArray array, int dimension, int[] places) {
    return fromRows(takeRows(rows(array, dimension), places), array, dimension);
  }

  /** As {@link #take}, of a parameter that is a vector, in whatever shape DL4J holds it. */
  static INDArray takeVector(INDArray vector, int[] places) {
    return take(vector, vector.rank() - 1, places);
  }

  /** Rows of a matrix {@code [channels, rest]}. */
  static INDArray takeRows(INDArray rows, int[] places) {
    return Nd4j.pullRows(rows, 1, places, 'c');
  }
}
