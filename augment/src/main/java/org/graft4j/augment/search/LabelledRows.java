package org.graft4j.augment.search;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features that a head learns from, with their targets. Owns both arrays; whoever made it closes
 * it.
 *
 * @param rows {@code [n, width]}, float or double, finite
 * @param targets {@code [n, classes]}, float or double: the share of each class, adding up to 1 in
 *     a row; 1 for the one class of a plain picture
 */
public record LabelledRows(INDArray rows, INDArray targets) implements AutoCloseable {

  public LabelledRows {
    if (rows.rank() != 2 || targets.rank() != 2 || rows.size(0) != targets.size(0)) {
      throw new IllegalArgumentException(
          "rows and targets must have one row for each sample, but were "
              + rows.shapeInfoToString()
              + " and "
              + targets.shapeInfoToString());
    }
  }

  /**
   * Rows of one class each.
   *
   * @param rows {@code [n, width]}; taken over
   * @param labels one a row, in {@code [0, classes)}
   */
  public static LabelledRows of(INDArray rows, int[] labels, int classes) {
    if (rows.size(0) != labels.length) {
      throw new IllegalArgumentException(
          "labels must be one a row, but were " + labels.length + " for " + rows.size(0) + " rows");
    }
    double[] targets = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] = 1;
    }
    long[] shape = {labels.length, classes};
    long[] strides = {classes, 1};
    return new LabelledRows(rows, Nd4j.create(targets, shape, strides, 'c', DataType.DOUBLE));
  }

  /** Number of rows. */
  public int size() {
    return (int) rows.size(0);
  }

  @Override
  public void close() {
    rows.close();
    targets.close();
  }
}
