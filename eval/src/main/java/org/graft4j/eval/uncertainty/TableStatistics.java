package org.graft4j.eval.uncertainty;

import java.util.stream.IntStream;
import org.graft4j.eval.PredictionTable;

/**
 * Numbers of a classifier as statistics of its predictions, for {@link Bootstrap}: each pass over
 * the samples is prepared once and costs no allocation but its counts.
 *
 * <p>Definitions are those of {@link org.graft4j.eval.metric}. A draw that leaves a class of the
 * table without samples has no mean over classes: what is left out of it would make it another
 * number.
 */
public final class TableStatistics {
  private final PredictionTable table;
  private final boolean[] occurring;
  private final double[] losses;

  private TableStatistics(PredictionTable table) {
    this.table = table;
    this.occurring = new boolean[table.labels().size()];
    IntStream.range(0, table.size()).forEach(i -> occurring[table.label(i)] = true);
    this.losses =
        IntStream.range(0, table.size())
            .mapToDouble(i -> logLoss(table.probability(i, table.label(i))))
            .toArray();
  }

  private static double logLoss(double p) {
    double epsilon = Math.ulp(1.0);
    return -Math.log(Math.min(1 - epsilon, Math.max(epsilon, p)));
  }

  /** The statistics of a table. */
  public static TableStatistics of(PredictionTable table) {
    return new TableStatistics(table);
  }

  /** Share of the samples whose class was predicted. */
  public Statistic accuracy() {
    return times -> {
      long right = 0;
      long n = 0;
      for (int i = 0; i < times.length; i++) {
        n += times[i];
        right += table.correct(i) ? times[i] : 0;
      }
      return n == 0 ? Double.NaN : (double) right / n;
    };
  }

  /** Mean recall over the classes that have samples. */
  public Statistic balancedAccuracy() {
    return times -> {
      ClassCounts counts = counts(times);
      return counts.hasAll(occurring) ? counts.balancedAccuracy() : Double.NaN;
    };
  }

  /**
   * Mean F1 over all classes, 0 for one that does not occur: {@link
   * org.graft4j.eval.ClassificationReport#macroF1}.
   */
  public Statistic macroF1() {
    return times -> {
      ClassCounts counts = counts(times);
      return counts.hasAll(occurring) ? counts.macroF1() : Double.NaN;
    };
  }

  /** Mean of {@code -ln p} of the true class. */
  public Statistic logLoss() {
    return times -> {
      double sum = 0;
      long n = 0;
      for (int i = 0; i < times.length; i++) {
        n += times[i];
        sum += times[i] * losses[i];
      }
      return sum / n;
    };
  }

  private ClassCounts counts(int[] times) {
    ClassCounts counts = new ClassCounts(occurring.length);
    for (int i = 0; i < times.length; i++) {
      counts.add(table.label(i), table.predicted(i), times[i]);
    }
    return counts;
  }
}
