package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.graft4j.eval.PredictionTable;

/**
 * All of {@link TableMetric} in two passes over the samples, one of them over each class's ranking.
 * Immutable and thread-safe.
 *
 * <p>A draw that leaves a class of the table without samples has no mean over classes: what is left
 * out of it would make it another number. MCE stays undefined: see {@link MetricIntervals}.
 */
final class TableMetrics implements JointStatistic {
  static final int BINS = 15;
  static final int TOP = 5;

  private final int classes;
  private final int[] labels;
  private final int[] predicted;
  private final boolean[] top;
  private final double[] losses;
  private final double[] squares;
  private final double[] gaps;
  private final byte[] bins;
  private final boolean[] occurring;
  private final List<ClassRanking> rankings;

  /**
   * @param ranked whether to rank the samples for each class: 4 bytes a probability
   */
  TableMetrics(PredictionTable table, boolean ranked) {
    int n = table.size();
    this.classes = table.labels().size();
    this.labels = IntStream.range(0, n).map(table::label).toArray();
    this.predicted = IntStream.range(0, n).map(table::predicted).toArray();
    this.top = new boolean[n];
    this.losses = new double[n];
    this.squares = new double[n];
    this.gaps = new double[n];
    this.bins = new byte[n];
    this.occurring = new boolean[classes];
    for (int i = 0; i < n; i++) {
      read(table, i);
    }
    this.rankings =
        ranked
            ? IntStream.range(0, classes)
                .filter(c -> occurring[c])
                .parallel()
                .mapToObj(c -> ClassRanking.of(table, c))
                .toList()
            : List.of();
  }

  private void read(PredictionTable table, int i) {
    double own = table.probability(i, labels[i]);
    double epsilon = Math.ulp(1.0);
    losses[i] = -Math.log(Math.min(1 - epsilon, Math.max(epsilon, own)));
    int before = 0;
    for (int c = 0; c < classes; c++) {
      double p = table.probability(i, c);
      double difference = p - (c == labels[i] ? 1 : 0);
      squares[i] += difference * difference;
      before += p > own || (p == own && c < labels[i]) ? 1 : 0;
    }
    top[i] = before < TOP;
    double confidence = table.confidence(i);
    bins[i] = (byte) Math.min(BINS - 1, (int) (BINS * confidence));
    gaps[i] = (table.correct(i) ? 1 : 0) - confidence;
    occurring[labels[i]] = true;
  }

  @Override
  public int count() {
    return TableMetric.values().length;
  }

  @Override
  public void of(int[] times, double[] values) {
    Arrays.fill(values, Double.NaN);
    ClassCounts counts = new ClassCounts(classes);
    long n = 0;
    long inTop = 0;
    double loss = 0;
    double square = 0;
    double[] gap = new double[BINS];
    for (int i = 0; i < times.length; i++) {
      int t = times[i];
      if (t != 0) {
        counts.add(labels[i], predicted[i], t);
        n += t;
        inTop += top[i] ? t : 0;
        loss += t * losses[i];
        square += t * squares[i];
        gap[bins[i]] += t * gaps[i];
      }
    }
    if (n == 0) {
      return;
    }
    put(values, TableMetric.LOG_LOSS, loss / n);
    put(values, TableMetric.BRIER, square / n);
    put(values, TableMetric.ECE, Arrays.stream(gap).map(Math::abs).sum() / n);
    put(values, TableMetric.TOP_5, (double) inTop / n);
    put(values, counts, n);
    if (!counts.hasAll(occurring)) {
      for (TableMetric metric : TableMetric.values()) {
        values[metric.place()] = metric.overClasses() ? Double.NaN : values[metric.place()];
      }
    } else if (!rankings.isEmpty()) {
      ranked(times, values);
    }
  }

  private void ranked(int[] times, double[] values) {
    double roc = 0;
    double precision = 0;
    double[] areas = new double[2];
    for (ClassRanking ranking : rankings) {
      ranking.areas(times, areas);
      roc += areas[0];
      precision += areas[1];
    }
    put(values, TableMetric.ROC_AREA, roc / rankings.size());
    put(values, TableMetric.AVERAGE_PRECISION, precision / rankings.size());
  }

  static void put(double[] values, TableMetric metric, double value) {
    values[metric.place()] = value;
  }

  /** What stands on counts. */
  private static void put(double[] values, ClassCounts counts, long n) {
    long correct = 0;
    double precision = 0;
    double recall = 0;
    double weighted = 0;
    double supports = 0;
    double guesses = 0;
    double products = 0;
    int classes = counts.classes();
    for (int c = 0; c < classes; c++) {
      long hits = counts.hits(c);
      long support = counts.support(c);
      long predictions = counts.predictions(c);
      correct += hits;
      precision += hits == 0 ? 0 : (double) hits / predictions;
      recall += hits == 0 ? 0 : (double) hits / support;
      weighted += counts.f1(c) * support;
      supports += (double) support * support;
      guesses += (double) predictions * predictions;
      products += (double) support * predictions;
    }
    put(values, TableMetric.ACCURACY, (double) correct / n);
    put(values, TableMetric.BALANCED_ACCURACY, counts.balancedAccuracy());
    put(values, TableMetric.MACRO_PRECISION, precision / classes);
    put(values, TableMetric.MACRO_RECALL, recall / classes);
    put(values, TableMetric.MACRO_F1, counts.macroF1());
    put(values, TableMetric.WEIGHTED_F1, weighted / n);
    double all = (double) n * n;
    double spread = Math.sqrt(all - supports) * Math.sqrt(all - guesses);
    put(
        values,
        TableMetric.MCC,
        spread == 0 ? Double.NaN : ((double) correct * n - products) / spread);
    double chance = all - products;
    double wrong = (double) (n - correct) * n;
    put(values, TableMetric.KAPPA, chance == 0 ? Double.NaN : 1 - wrong / chance);
  }
}
