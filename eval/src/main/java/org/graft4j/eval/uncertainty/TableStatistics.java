package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.eval.PredictionTable;

/**
 * The usual numbers of a classifier as statistics of its predictions, for {@link Bootstrap}: each
 * pass over the samples is prepared once and costs no allocation but its counts.
 *
 * <p>Definitions are those of {@link org.graft4j.eval.metric}. A class that a draw leaves without
 * samples makes a mean over classes undefined only if it has none in the table either: it is left
 * out of the mean.
 */
public final class TableStatistics {
  private final int classes;
  private final int[] labels;
  private final int[] cells;
  private final double[] confidences;
  private final double[] losses;
  private final double[] squares;
  private final PredictionTable table;

  private TableStatistics(PredictionTable table) {
    this.table = table;
    this.classes = table.labels().size();
    int n = table.size();
    this.labels = new int[n];
    this.cells = new int[n];
    this.confidences = new double[n];
    this.losses = new double[n];
    this.squares = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = table.label(i);
      cells[i] = labels[i] * classes + table.predicted(i);
      confidences[i] = table.confidence(i);
      losses[i] = logLoss(table.probability(i, labels[i]));
      for (int c = 0; c < classes; c++) {
        double difference = table.probability(i, c) - (c == labels[i] ? 1 : 0);
        squares[i] += difference * difference;
      }
    }
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
      long[] counts = counts(times);
      double sum = 0;
      int occurring = 0;
      for (int c = 0; c < classes; c++) {
        long support = row(counts, c);
        if (support > 0) {
          sum += (double) counts[c * classes + c] / support;
          occurring++;
        }
      }
      return sum / occurring;
    };
  }

  /** Mean F1 over the classes that occur. */
  public Statistic macroF1() {
    return times -> {
      long[] counts = counts(times);
      double sum = 0;
      int occurring = 0;
      for (int c = 0; c < classes; c++) {
        long all = row(counts, c);
        for (int other = 0; other < classes; other++) {
          all += counts[other * classes + c];
        }
        if (all > 0) {
          sum += 2.0 * counts[c * classes + c] / all;
          occurring++;
        }
      }
      return sum / occurring;
    };
  }

  /** Mean of {@code -ln p} of the true class. */
  public Statistic logLoss() {
    return times -> mean(times, losses);
  }

  /** Mean squared distance between probabilities and truth. */
  public Statistic brier() {
    return times -> mean(times, squares);
  }

  /**
   * Expected calibration error in bins of equal width.
   *
   * @param bins positive
   */
  public Statistic calibrationError(int bins) {
    int[] bin =
        Arrays.stream(confidences).mapToInt(c -> Math.min(bins - 1, (int) (bins * c))).toArray();
    return times -> {
      double[] gaps = new double[bins];
      long n = 0;
      for (int i = 0; i < times.length; i++) {
        n += times[i];
        gaps[bin[i]] += times[i] * ((table.correct(i) ? 1 : 0) - confidences[i]);
      }
      return Arrays.stream(gaps).map(Math::abs).sum() / n;
    };
  }

  /** The mean area under the ROC curves of the classes against the rest, where defined. */
  public Statistic rocArea() {
    List<ClassRanking> rankings =
        IntStream.range(0, classes).mapToObj(c -> ClassRanking.of(table, c)).toList();
    return times -> {
      double sum = 0;
      int defined = 0;
      double[] areas = new double[2];
      for (ClassRanking ranking : rankings) {
        ranking.areas(times, areas);
        if (!Double.isNaN(areas[0])) {
          sum += areas[0];
          defined++;
        }
      }
      return defined == 0 ? Double.NaN : sum / defined;
    };
  }

  private long[] counts(int[] times) {
    long[] counts = new long[classes * classes];
    for (int i = 0; i < times.length; i++) {
      counts[cells[i]] += times[i];
    }
    return counts;
  }

  private long row(long[] counts, int label) {
    long sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += counts[label * classes + i];
    }
    return sum;
  }

  private static double mean(int[] times, double[] values) {
    double sum = 0;
    long n = 0;
    for (int i = 0; i < times.length; i++) {
      n += times[i];
      sum += times[i] * values[i];
    }
    return sum / n;
  }
}
