package org.graft4j.eval.resample;

import java.util.Arrays;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.uncertainty.Statistic;
import org.graft4j.eval.uncertainty.TableStatistics;

/** What each fold is measured by; see {@link TableStatistics} for the definitions. */
public enum FoldMeasure {
  /** Share of right answers. */
  ACCURACY("accuracy", true, 1),
  /** Mean recall over the classes that occur among the held-out items. */
  BALANCED_ACCURACY("balanced accuracy", true, 1),
  /** Mean F1 over the classes that occur. */
  MACRO_F1("macro F1", true, 1),
  /** Mean of {@code -ln p} of the true class. */
  LOG_LOSS("log loss", false, Double.POSITIVE_INFINITY);

  private final String text;
  private final boolean higherIsBetter;
  private final double most;

  FoldMeasure(String text, boolean higherIsBetter, double most) {
    this.text = text;
    this.higherIsBetter = higherIsBetter;
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
    TableStatistics statistics = TableStatistics.of(table);
    return switch (this) {
      case ACCURACY -> statistics.accuracy();
      case BALANCED_ACCURACY -> statistics.balancedAccuracy();
      case MACRO_F1 -> statistics.macroF1();
      case LOG_LOSS -> statistics.logLoss();
    };
  }

  /** Of all samples once. */
  double value(PredictionTable table) {
    int[] once = new int[table.size()];
    Arrays.fill(once, 1);
    return of(table).of(once);
  }
}
