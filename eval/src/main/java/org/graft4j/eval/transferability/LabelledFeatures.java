package org.graft4j.eval.transferability;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features of samples with their classes. Every value is finite, there are two classes at least,
 * and each has a sample. Refers to the features, which must neither change nor be closed while this
 * is in use; otherwise immutable.
 */
public final class LabelledFeatures {
  private final INDArray features;
  private final int[] labels;
  private final int[] counts;
  private final List<String> ids;

  private LabelledFeatures(INDArray features, int[] labels, int[] counts, List<String> ids) {
    this.features = features;
    this.labels = labels;
    this.counts = counts;
    this.ids = ids;
  }

  /** As {@link #of(INDArray, int[], int, List)}; samples are called {@code #0}, {@code #1}, ... */
  public static LabelledFeatures of(INDArray features, int[] labels, int classes) {
    return of(
        features,
        labels,
        classes,
        IntStream.range(0, labels.length).mapToObj(i -> "#" + i).toList());
  }

  /**
   * Checked features.
   *
   * @param features {@code [n, width]}, float or double
   * @param labels one a row, in {@code [0, classes)}; copied
   * @param classes two at least
   * @param ids names of the rows, for messages
   * @throws IllegalArgumentException if the sizes do not fit, a class has no sample, or a value is
   *     NaN or infinite; the message names the sample
   */
  public static LabelledFeatures of(
      INDArray features, int[] labels, int classes, List<String> ids) {
    if (features.rank() != 2 || features.size(0) != labels.length || ids.size() != labels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features, labels and ids must have one row for each sample, but were %s, %d and %d",
              Arrays.toString(features.shape()),
              labels.length,
              ids.size()));
    }
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be two at least, but were " + classes);
    }
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label of '%s' must be in [0, %d), but was %d",
                ids.get(i),
                classes,
                labels[i]));
      }
      counts[labels[i]]++;
    }
    for (int c = 0; c < classes; c++) {
      if (counts[c] == 0) {
        throw new IllegalArgumentException(
            "each class must have a sample, but class " + c + " of " + classes + " has none");
      }
    }
    requireFinite(features, ids);
    return new LabelledFeatures(features, labels.clone(), counts, List.copyOf(ids));
  }

  private static void requireFinite(INDArray features, List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      for (double value : features.getRow(i).toDoubleVector()) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "features of '" + ids.get(i) + "' must be finite, but held " + value);
        }
      }
    }
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** Numbers a sample. */
  public int width() {
    return (int) features.size(1);
  }

  /** The class of a sample. */
  public int label(int sample) {
    return labels[sample];
  }

  /** Samples of a class, one at least. */
  public int count(int label) {
    return counts[label];
  }

  /** Name of a sample. */
  public String id(int sample) {
    return ids.get(sample);
  }

  /** A copy of the features in double precision, {@code [n, width]}; the caller's own. */
  public INDArray rows() {
    try (INDArray packed = features.dup('c')) {
      return Nd4j.create(
          packed.data().asDouble(),
          new long[] {size(), width()},
          new long[] {width(), 1},
          'c',
          DataType.DOUBLE);
    }
  }

  /** One column a class with 1 at its samples, {@code [n, classes]}, double; the caller's own. */
  INDArray oneHot() {
    INDArray columns = Nd4j.zeros(DataType.DOUBLE, size(), classes());
    for (int i = 0; i < size(); i++) {
      columns.putScalar(i, labels[i], 1);
    }
    return columns;
  }
}
