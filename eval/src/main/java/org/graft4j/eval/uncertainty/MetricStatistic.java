package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.Locale;
import org.graft4j.eval.PredictionTable;

/**
 * One of the numbers of {@link MetricIntervals} as a statistic of its predictions, for a bootstrap
 * of one's own: the definition is the same. A draw that leaves a class of the table without samples
 * has no mean over classes.
 */
public final class MetricStatistic {
  private MetricStatistic() {}

  /**
   * The statistic.
   *
   * @param name as in a report, say {@code "macro F1"}; not of a number that ranks samples, which
   *     are undefined here, nor MCE
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Statistic of(PredictionTable table, String name) {
    TableMetric metric =
        Arrays.stream(TableMetric.values())
            .filter(m -> m.title().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT, "name must be that of a metric, but was '%s'", name)));
    TableMetrics metrics = new TableMetrics(table, false);
    return times -> {
      double[] values = new double[metrics.count()];
      metrics.of(times, values);
      return values[metric.place()];
    };
  }
}
