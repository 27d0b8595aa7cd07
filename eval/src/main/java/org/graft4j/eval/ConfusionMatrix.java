package org.graft4j.eval;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.metric.ClassCounts;
import org.graft4j.eval.metric.ConfusionMetrics;

/**
 * How often each class was taken for each: rows are the true classes, columns the predicted ones,
 * both in the order of the label map. Immutable and thread-safe; its size depends on the number of
 * classes alone.
 */
public final class ConfusionMatrix {
  private final LabelMap labels;
  private final long[][] counts;

  private ConfusionMatrix(LabelMap labels, long[][] counts) {
    this.labels = labels;
    this.counts = counts;
  }

  /**
   * The matrix with these counts.
   *
   * @param labels at least one class
   * @param counts {@code counts[label][predicted]}, square, not negative; copied
   */
  public static ConfusionMatrix of(LabelMap labels, long[][] counts) {
    int classes = labels.size();
    if (classes == 0) {
      throw new IllegalArgumentException("labels must hold at least one class, but held none");
    }
    if (counts.length != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "counts must have a row for each of %d classes, but had %d",
              classes,
              counts.length));
    }
    long[][] copy = new long[classes][];
    long total = 0;
    for (int row = 0; row < classes; row++) {
      copy[row] = counts[row].clone();
      if (copy[row].length != classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row '%s' of counts must have %d columns, but had %d",
                labels.name(row),
                classes,
                copy[row].length));
      }
      for (long count : copy[row]) {
        if (count < 0) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "counts must not be negative, but row '%s' held %d",
                  labels.name(row),
                  count));
        }
        total = Math.addExact(total, count);
      }
    }
    return new ConfusionMatrix(labels, copy);
  }

  /** The matrix of no samples. */
  public static ConfusionMatrix empty(LabelMap labels) {
    return of(labels, new long[labels.size()][labels.size()]);
  }

  /** The classes of rows and columns. */
  public LabelMap labels() {
    return labels;
  }

  /** Samples of class {@code label} that were taken for {@code predicted}. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** All samples. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** Samples on the diagonal. */
  public long correct() {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i][i];
    }
    return sum;
  }

  /** The classes one by one, in the order of the label map, also those that never occur. */
  public List<ClassCounts> perClass() {
    return metrics().perClass();
  }

  /** All that counts give. */
  public ConfusionMetrics metrics() {
    return ConfusionMetrics.of(counts);
  }

  /**
   * The counts of both, as if all samples had been counted together.
   *
   * @throws IllegalArgumentException if the classes or their order differ
   */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (!labels.equals(other.labels)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels must be the same to add counts, but were %s and %s",
              labels,
              other.labels));
    }
    long[][] sum = new long[counts.length][counts.length];
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        sum[row][column] = Math.addExact(counts[row][column], other.counts[row][column]);
      }
    }
    return of(labels, sum);
  }

  /** One JSON object with {@code schemaVersion}, {@code labels} and {@code confusion}. */
  public String toJson() {
    return ReportJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws MalformedReportException if the text is anything else
   */
  public static ConfusionMatrix fromJson(String json) throws IOException {
    return ReportJson.readConfusion(json);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix matrix
        && matrix.labels.equals(labels)
        && Arrays.deepEquals(matrix.counts, counts);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return labels + " " + Arrays.deepToString(counts);
  }
}
