package org.graft4j.engine;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batches as they are read here: single precision, row by row. */
final class Rows {
  private Rows() {}

  /** The batch itself if it is so already, else a copy, to be {@linkplain #release released}. */
  static INDArray of(INDArray batch) {
    if (batch.dataType() == DataType.FLOAT && rowByRow(batch)) {
      return batch;
    }
    INDArray typed = batch.castTo(DataType.FLOAT);
    if (rowByRow(typed)) {
      return typed;
    }
    INDArray rows = typed.dup('c');
    release(typed, batch);
    return rows;
  }

  private static boolean rowByRow(INDArray batch) {
    long step = 1;
    for (int i = batch.rank() - 1; i >= 0; i--) {
      if (batch.size(i) != 1 && batch.stride(i) != step) {
        return false;
      }
      step *= batch.size(i);
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // the very array, not one that is equal
  static void release(INDArray rows, INDArray batch) {
    if (rows != batch) {
      rows.close();
    }
  }
}
