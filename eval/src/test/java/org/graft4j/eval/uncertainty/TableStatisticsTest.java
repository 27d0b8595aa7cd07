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
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;
import org.graft4j.eval.metric.ProbabilityScores;
import org.graft4j.eval.metric.ScoreTable;

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
      int label = random.nextInt(CLASSES);
      int times = i == 0 ? 1 : random.nextInt(3);
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
    Calibration calibration = new Calibration(15);
    ScoreTable table = new ScoreTable(CLASSES);
    for (int i = 0; i < repeated.size(); i++) {
      scores.update("#" + i, repeated.label(i), repeated.probabilities(i));
      calibration.update("#" + i, repeated.confidence(i), repeated.correct(i));
      table.update("#" + i, repeated.label(i), repeated.probabilities(i));
    }
    equal(statistics.accuracy().of(times), confusion.accuracy().orElseThrow());
    equal(statistics.balancedAccuracy().of(times), confusion.balancedAccuracy().orElseThrow());
    equal(
        statistics.macroF1().of(times),
        confusion.average(ClassMeasure.F1, Average.MACRO_OCCURRING).orElseThrow());
    equal(statistics.logLoss().of(times), scores.logLoss().orElseThrow());
    equal(statistics.brier().of(times), scores.brier().orElseThrow());
    equal(statistics.calibrationError(15).of(times), calibration.expectedError().orElseThrow());
    equal(
        statistics.rocArea().of(times),
        table.rocAreaOneVersusRest(Average.MACRO_OCCURRING).orElse(Double.NaN));
  }

  private static void equal(double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-12));
    }
  }
}
