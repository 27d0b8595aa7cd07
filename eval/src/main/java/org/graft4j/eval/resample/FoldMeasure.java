package org.graft4j.eval.resample;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.MetricIntervals;
import org.graft4j.eval.uncertainty.MetricStatistic;
import org.graft4j.eval.uncertainty.Statistic;

/** What each fold is measured by; the definitions are those of {@link MetricIntervals}. */
public enum FoldMeasure {
  /** Share of right answers. */
  ACCURACY("accuracy", true, false, 1),
  /** Mean recall over all classes. */
  BALANCED_ACCURACY("balanced accuracy", true, true, 1),
  /** Mean F1 over all classes, one that is neither there nor predicted counting as 0. */
  MACRO_F1("macro F1", true, true, 1),
  /** Mean of {@code -ln p} of the true class. */
  LOG_LOSS("log loss", false, false, Double.POSITIVE_INFINITY);

  private final String text;
  private final boolean higherIsBetter;
  private final boolean overClasses;
  private final double most;

  FoldMeasure(String text, boolean higherIsBetter, boolean overClasses, double most) {
    this.text = text;
    this.higherIsBetter = higherIsBetter;
    this.overClasses = overClasses;
    this.most = most;
  }

  /** The name in reports. */
  @Override
  public String toString() {
    return text;
  }

  /** Whether more of it is better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Its largest value; the least is 0. */
  double most() {
    return most;
  }

  Statistic of(PredictionTable table) {
    return MetricStatistic.of(table, text);
  }

  /**
   * Of all samples once; empty for a mean over classes where one has no samples, since a mean over
   * the others is another number.
   */
  OptionalDouble value(PredictionTable table) {
    if (overClasses && !hasAllClasses(table)) {
      return OptionalDouble.empty();
    }
    int[] once = new int[table.size()];
    Arrays.fill(once, 1);
    return OptionalDouble.of(of(table).of(once));
  }

  private static boolean hasAllClasses(PredictionTable table) {
    return IntStream.range(0, table.size()).map(table::label).distinct().count()
        == table.labels().size();
  }
}
