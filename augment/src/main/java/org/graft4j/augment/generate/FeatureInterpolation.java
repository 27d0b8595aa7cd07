package org.graft4j.augment.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.graft4j.augment.search.LabelledRows;
import org.graft4j.augment.search.TrainingRows;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * New rows of features between those that are there (SMOTE, arXiv 1106.1813, over learned features
 * as in arXiv 1702.05538): {@code a + share * (b - a)} for a row {@code a} and one of its nearest
 * rows {@code b} of the same class. A negative share leads away from {@code b}: extrapolation,
 * which that paper found the better of the two. Costs no training; gives rows and no pictures.
 * Immutable.
 *
 * @param neighbours how many nearest rows of the class {@code b} is drawn from, at least 1
 * @param from least share, -1 to 1
 * @param to largest share, {@code from} to 1
 * @param perRow new rows for each that is there, at least 1
 */
public record FeatureInterpolation(int neighbours, double from, double to, int perRow) {

  public FeatureInterpolation {
    if (neighbours < 1 || perRow < 1) {
      throw new IllegalArgumentException(
          "neighbours and perRow must be positive, but were " + neighbours + " and " + perRow);
    }
    if (!(from >= -1 && from <= to && to <= 1)) {
      throw new IllegalArgumentException(
          "from and to must be from -1 to 1 in this order, but were " + from + " and " + to);
    }
  }

  /** SMOTE's: five neighbours, anywhere on the way, as many new rows as there are. */
  public static FeatureInterpolation between() {
    return new FeatureInterpolation(5, 0, 1, 1);
  }

  /** Half the way beyond, away from one of five neighbours; as many new rows as there are. */
  public static FeatureInterpolation beyond() {
    return new FeatureInterpolation(5, -0.5, 0, 1);
  }

  /**
   * The rows as they are, followed by the new ones in the order of those that they start from. A
   * row that is alone in its class is repeated.
   *
   * @param rows {@code [n, width]}, finite; not changed
   * @param labels one a row, in {@code [0, classes)}
   * @return the caller's own, to be closed
   */
  public LabelledRows more(INDArray rows, int[] labels, int classes, Seed seed) {
    if (rows.rank() != 2 || rows.size(0) != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "rows must be of the form [labels, width] for "
              + labels.length
              + " labels, one at least, but was "
              + rows.shapeInfoToString());
    }
    double[][] values;
    try (INDArray doubles = rows.castTo(DataType.DOUBLE).dup('c')) {
      values = doubles.toDoubleMatrix();
    }
    int n = labels.length;
    double[][] all = new double[n * (1 + perRow)][];
    int[] allLabels = new int[all.length];
    for (int i = 0; i < n; i++) {
      all[i] = values[i];
      allLabels[i] = labels[i];
      int[] nearest = nearest(values, labels, i);
      for (int k = 0; k < perRow; k++) {
        RandomGenerator random = seed.stream("feature-interpolation", i, k);
        double share = from + (to - from) * random.nextDouble();
        int other = nearest.length == 0 ? i : nearest[random.nextInt(nearest.length)];
        all[n + i * perRow + k] = mixed(values[i], values[other], share);
        allLabels[n + i * perRow + k] = labels[i];
      }
    }
    INDArray made = Nd4j.createFromArray(all);
    if (rows.dataType() == DataType.DOUBLE) {
      return LabelledRows.of(made, allLabels, classes);
    }
    try (made) {
      return LabelledRows.of(made.castTo(rows.dataType()), allLabels, classes);
    }
  }

  /**
   * The rows of a fold with new ones, for the {@link org.graft4j.augment.search.AcceptanceGate}.
   *
   * @param plain {@code [items, width]}, those of the gate; not changed, must stay open
   * @param labels one an item
   */
  public TrainingRows rows(INDArray plain, int[] labels, int classes, Seed seed) {
    int[] kept = labels.clone();
    return items -> {
      int[] places = items.stream().mapToInt(Integer::intValue).toArray();
      try (INDArray own = plain.getRows(places)) {
        return more(own, items.stream().mapToInt(i -> kept[i]).toArray(), classes, seed);
      }
    };
  }

  private int[] nearest(double[][] rows, int[] labels, int of) {
    record Near(int row, double squares) {}
    List<Near> others = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      if (i != of && labels[i] == labels[of]) {
        others.add(new Near(i, squares(rows[i], rows[of])));
      }
    }
    others.sort(Comparator.comparingDouble(Near::squares).thenComparingInt(Near::row));
    return others.stream().limit(neighbours).mapToInt(Near::row).toArray();
  }

  private static double squares(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
  }

  private static double[] mixed(double[] a, double[] b, double share) {
    double[] mixed = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      mixed[k] = a[k] + share * (b[k] - a[k]);
    }
    return mixed;
  }
}
