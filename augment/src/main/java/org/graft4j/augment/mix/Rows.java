package org.graft4j.augment.mix;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Blends each row of a batch with the row before it, in place. */
final class Rows {
  private Rows() {}

  /**
   * Row i becomes {@code share * row i + (1 - share) * row i-1}, the row before the first being the
   * last. Takes memory for two rows, whatever the batch.
   *
   * @param batch {@code [n, ...]}, changed
   * @param share 0 to 1
   */
  static void blend(INDArray batch, double share) {
    int n = Math.toIntExact(batch.size(0));
    if (n < 2 || share == 1) {
      return;
    }
    // From the end, so that each row's neighbour is still what it was.
    try (INDArray last = row(batch, n - 1).dup();
        INDArray other = last.ulike()) {
      for (int i = n - 1; i >= 0; i--) {
        (i == 0 ? last : row(batch, i - 1)).mul(1 - share, other);
        row(batch, i).muli(share).addi(other);
      }
    }
  }

  /** A view; ND4J's own {@code slice} of a batch that is itself a view is an empty array. */
  static INDArray row(INDArray batch, int row) {
    return batch.tensorAlongDimension(row, IntStream.range(1, batch.rank()).toArray());
  }
}
