package org.graft4j.eval.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.graft4j.data.LabelMap;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;
import org.graft4j.eval.metric.ProbabilityScores;
import org.junit.jupiter.api.Test;

/** A draw in which a sample comes twice is a table in which it stands twice. */
class TableStatisticsTest {
  private static final int CLASSES = 3;

  @Property(tries = 60)
  void of_anyTimes_isTheMetricOfTheRepeatedSamples(@ForAll long seed) {
    Random random = new Random(seed);
    LabelMap labels = LabelMap.of(List.of("a", "b", "c"));
    PredictionTable.Builder builder = PredictionTable.of(labels);
    PredictionTable.Builder repeated = PredictionTable.of(labels);
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double[] p = IntStream.range(0, CLASSES).mapToDouble(c -> random.nextInt(4) + 0.5).toArray();
      double sum = p[0] + p[1] + p[2];
      double[] probabilities = {p[0] / sum, p[1] / sum, p[2] / sum};
      int label = i < CLASSES ? i : random.nextInt(CLASSES);
      int times = i < CLASSES ? 1 : random.nextInt(3);
      counts.add(times);
      builder.add("s" + i, label, probabilities);
      for (int t = 0; t < times; t++) {
        repeated.add("s" + i + "." + t, label, probabilities);
      }
    }
    int[] times = counts.stream().mapToInt(Integer::intValue).toArray();
    compare(TableStatistics.of(builder.build()), times, repeated.build());
  }

  private static void compare(TableStatistics statistics, int[] times, PredictionTable repeated) {
    ConfusionMetrics confusion = repeated.confusion().metrics();
    ProbabilityScores scores = new ProbabilityScores();
    for (int i = 0; i < repeated.size(); i++) {
      scores.update("#" + i, repeated.label(i), repeated.probabilities(i));
    }
    equal(statistics.accuracy().of(times), confusion.accuracy().orElseThrow());
    equal(statistics.balancedAccuracy().of(times), confusion.balancedAccuracy().orElseThrow());
    equal(
        statistics.macroF1().of(times),
        confusion.average(ClassMeasure.F1, Average.MACRO).orElseThrow());
    equal(statistics.logLoss().of(times), scores.logLoss().orElseThrow());
  }

  private static void equal(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12));
  }

  /** Two classes of four, all right: a report says 0.5, and so does this. */
  @Test
  void macroF1_classesThatDoNotOccur_countAsZero() {
    PredictionTable table =
        PredictionTable.of(LabelMap.of(List.of("a", "b", "c", "d")))
            .add("1", 0, new double[] {1, 0, 0, 0})
            .add("2", 1, new double[] {0, 1, 0, 0})
            .build();
    TableStatistics statistics = TableStatistics.of(table);
    int[] once = {1, 1};
    assertThat(statistics.macroF1().of(once)).isEqualTo(0.5);
    assertThat(statistics.balancedAccuracy().of(once)).isEqualTo(1);
    int[] lost = {2, 0};
    assertThat(statistics.macroF1().of(lost)).isNaN();
    assertThat(statistics.balancedAccuracy().of(lost)).isNaN();
  }
}
