package org.graft4j.eval;

import java.util.Arrays;
import java.util.Locale;
import org.graft4j.data.LabelMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a batch's arrays must be to be counted sample by sample. */
final class LabelledRows {
  private LabelledRows() {}

  /**
   * The rows of an array.
   *
   * @param array must have shape {@code [batch, classes]}
   * @param name of the array in messages
   */
  static double[][] matrix(INDArray array, String name, LabelMap labels) {
    if (array.rank() != 2 || array.size(1) != labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have shape [batch, %d], one column for each class, but had %s",
              name,
              labels.size(),
              Arrays.toString(array.shape())));
    }
    return array.toDoubleMatrix();
  }

  /**
   * The class of a sample.
   *
   * @param oneHot must be 1 in its place and 0 elsewhere
   */
  static int hot(String id, double[] oneHot) {
    int hot = -1;
    boolean others = true;
    for (int i = 0; i < oneHot.length; i++) {
      if (oneHot[i] == 1 && hot < 0) {
        hot = i;
      } else {
        others &= oneHot[i] == 0;
      }
    }
    if (hot < 0 || !others) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label of '%s' must be one-hot, but was %s: evaluate on batches without label"
                  + " smoothing or mixing",
              id,
              Arrays.toString(oneHot)));
    }
    return hot;
  }
}
