package org.graft4j.eval.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.ScoreTable;
import org.junit.jupiter.api.Test;

class MetricIntervalsTest {
  private static final IntervalSettings SETTINGS = IntervalSettings.STANDARD.withReplicates(1000);

  /** Of each class as many; seven in ten right; probabilities in tenths, so that many tie. */
  static PredictionTable table(int n, int classes, long seed) {
    Random random = new Random(seed);
    PredictionTable.Builder builder = PredictionTable.of(labels(classes));
    for (int i = 0; i < n; i++) {
      double[] p = new double[classes];
      int chosen = random.nextDouble() < 0.7 ? i % classes : random.nextInt(classes);
      double high = (4 + random.nextInt(6)) / 10.0;
      java.util.Arrays.fill(p, (1 - high) / (classes - 1));
      p[chosen] = high;
      builder.add("s" + i, i % classes, p);
    }
    return builder.build();
  }

  static LabelMap labels(int classes) {
    return LabelMap.of(IntStream.range(0, classes).mapToObj(i -> "c" + i).toList());
  }

  static MetricValue metric(List<MetricValue> values, String name) {
    return values.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void of_sixClasses_hasAllNumbersInOrderWithIntervals() {
    List<MetricValue> values = MetricIntervals.of(table(300, 6, 1), SETTINGS);
    assertThat(values)
        .extracting(MetricValue::name)
        .containsExactly(
            "accuracy",
            "balanced accuracy",
            "top-5 accuracy",
            "macro precision",
            "macro recall",
            "macro F1",
            "weighted F1",
            "MCC",
            "Cohen's kappa",
            "log loss",
            "Brier score",
            "ECE",
            "MCE",
            "ROC area",
            "mean average precision");
    for (MetricValue value : values) {
      if (value.name().equals("MCE")) {
        assertThat(value.interval()).isEmpty();
        assertThat(value.note()).contains("cannot bound the largest");
      } else if (!value.name().equals("ECE")) {
        Interval interval = value.interval().orElseThrow();
        assertThat(value.value().getAsDouble())
            .as(value.name())
            .isBetween(interval.low(), interval.high());
        assertThat(interval.low()).isLessThan(interval.high());
      }
    }
  }

  @Test
  void of_fiveClasses_hasNoTopFive() {
    assertThat(MetricIntervals.of(table(100, 5, 1), SETTINGS))
        .extracting(MetricValue::name)
        .doesNotContain("top-5 accuracy");
  }

  /** The areas come out of the presorted ranking, the others from the metrics themselves. */
  @Test
  void of_areas_areThoseOfTheMetricsToTheBit() {
    PredictionTable table = table(500, 4, 7);
    ScoreTable scores = new ScoreTable(4);
    for (int i = 0; i < table.size(); i++) {
      scores.update(table.ids().get(i), table.label(i), table.probabilities(i));
    }
    List<MetricValue> values = MetricIntervals.of(table, SETTINGS);
    assertThat(metric(values, "ROC area").value())
        .isEqualTo(scores.rocAreaOneVersusRest(Average.MACRO));
    assertThat(metric(values, "mean average precision").value())
        .isEqualTo(scores.averagePrecision(Average.MACRO));
  }

  /**
   * What the draws compute must be what the metrics say of the samples, or BCa corrects nonsense.
   */
  @Test
  void tableMetrics_ofEachSampleOnce_areTheObservedOnes() {
    PredictionTable table = table(400, 6, 3);
    TableMetrics metrics = new TableMetrics(table, true);
    double[] values = new double[metrics.count()];
    int[] once = new int[400];
    java.util.Arrays.fill(once, 1);
    metrics.of(once, values);
    ObservedMetrics observed = ObservedMetrics.of(table, metrics, true, SETTINGS);
    for (TableMetric metric : TableMetric.values()) {
      if (metric != TableMetric.MCE) {
        assertThat(values[metric.place()])
            .as(metric.title())
            .isCloseTo(observed.value(metric).orElseThrow(), within(1e-12));
      }
    }
  }

  @Test
  void of_sameSeedAndOtherThreads_isTheSame() throws Exception {
    PredictionTable table = table(200, 3, 1);
    List<MetricValue> here = MetricIntervals.of(table, SETTINGS);
    ForkJoinPool pool = new ForkJoinPool(5);
    try {
      assertThat(pool.submit(() -> MetricIntervals.of(table, SETTINGS)).get()).isEqualTo(here);
    } finally {
      pool.shutdown();
    }
    assertThat(MetricIntervals.of(table, SETTINGS.withSeed(Seed.of(2)))).isNotEqualTo(here);
  }

  @Test
  void of_oneSample_hasWilsonsIntervalAlone() {
    PredictionTable one =
        PredictionTable.of(labels(2)).add("x", 0, new double[] {0.9, 0.1}).build();
    List<MetricValue> values = MetricIntervals.of(one, SETTINGS);
    assertThat(metric(values, "accuracy").interval()).contains(Interval.wilson(1, 1, 0.95));
    assertThat(metric(values, "log loss").interval()).isEmpty();
    assertThat(metric(values, "log loss").note())
        .isEqualTo("no interval: a bootstrap needs at least 10 samples, here is 1");
    assertThat(metric(values, "ROC area").value()).isEmpty();
    assertThat(metric(values, "MCC").note()).startsWith("undefined: ");
  }

  /** An interval [1, 1] would claim certainty. */
  @Test
  void of_allRight_hasNoIntervalOfNoWidth() {
    PredictionTable.Builder builder = PredictionTable.of(labels(2));
    for (int i = 0; i < 60; i++) {
      builder.add("s" + i, i % 2, i % 2 == 0 ? new double[] {0.9, 0.1} : new double[] {0.2, 0.8});
    }
    List<MetricValue> values = MetricIntervals.of(builder.build(), SETTINGS);
    assertThat(metric(values, "accuracy").interval()).contains(Interval.wilson(60, 60, 0.95));
    assertThat(metric(values, "macro F1").value()).hasValue(1);
    assertThat(metric(values, "macro F1").interval()).isEmpty();
    assertThat(metric(values, "macro F1").note()).isEqualTo("no interval: the same in every draw");
  }

  @Test
  void of_oneClassInTheSamples_isUndefinedWhereNothingCanBeRanked() {
    PredictionTable.Builder builder = PredictionTable.of(labels(3));
    for (int i = 0; i < 50; i++) {
      builder.add("s" + i, 1, i % 5 == 0 ? new double[] {0.8, 0.1, 0.1} : new double[] {0, 1, 0});
    }
    List<MetricValue> values = MetricIntervals.of(builder.build(), SETTINGS);
    assertThat(metric(values, "ROC area").value()).isEmpty();
    assertThat(metric(values, "ROC area").interval()).isEmpty();
    assertThat(metric(values, "macro recall").note())
        .contains("2 of 3 classes without samples counted as 0");
    assertThat(metric(values, "balanced accuracy").value()).hasValue(0.8);
    assertThat(metric(values, "balanced accuracy").note()).contains("left out");
  }

  /** A class of three samples is missing from about one draw of twenty. */
  @Test
  void of_classOfThreeSamples_countsTheDrawsWithoutIt() {
    PredictionTable.Builder builder = PredictionTable.of(labels(2));
    for (int i = 0; i < 100; i++) {
      double p = (i % 10) / 10.0;
      builder.add("s" + i, i < 5 ? 1 : 0, new double[] {p, 1 - p});
    }
    List<MetricValue> values = MetricIntervals.of(builder.build(), SETTINGS);
    assertThat(metric(values, "ROC area").note()).contains("left out where it is undefined");
    assertThat(metric(values, "accuracy").note()).isEqualTo("Wilson");
    List<MetricValue> stratified =
        MetricIntervals.of(builder.build(), SETTINGS.stratifiedByClass());
    assertThat(metric(stratified, "ROC area").note()).doesNotContain("left out");
  }

  @Test
  void of_classThatDrawsLose_namesTheRemedy() {
    PredictionTable.Builder builder = PredictionTable.of(labels(2));
    for (int i = 0; i < 100; i++) {
      double p = (i % 10) / 10.0;
      builder.add("s" + i, i < 1 ? 1 : 0, new double[] {p, 1 - p});
    }
    assertThat(metric(MetricIntervals.of(builder.build(), SETTINGS), "macro F1").note())
        .contains("which left a class without samples (--stratified keeps them in every draw)");
  }

  /** Five draws beyond each end at first, and fewer once BCa has moved the ends. */
  @Test
  void of_endsThatBcaMovesBeyondTheDraws_areQuantilesAndSayHowManyItTakes() {
    PredictionTable.Builder builder = PredictionTable.of(labels(2));
    for (int i = 0; i < 60; i++) {
      double p = i < 4 ? 0.001 : 0.95;
      builder.add("s" + i, 0, new double[] {p, 1 - p});
    }
    PredictionTable skewed = builder.build();
    MetricValue few = metric(MetricIntervals.of(skewed, SETTINGS.withReplicates(200)), "log loss");
    IntervalSettings quantiles =
        SETTINGS.withReplicates(200).withMethod(Bootstrap.Method.PERCENTILE);
    assertThat(few.interval())
        .isEqualTo(metric(MetricIntervals.of(skewed, quantiles), "log loss").interval())
        .isPresent();
    assertThat(few.note())
        .startsWith("percentile bootstrap, 200 draws, for BCa's ends take at least ");
    MetricValue enough =
        metric(MetricIntervals.of(skewed, SETTINGS.withReplicates(20_000)), "log loss");
    assertThat(enough.note()).startsWith("BCa bootstrap, 20000 draws");
  }

  @Test
  void of_fewGroups_saysSo() {
    PredictionTable table = table(120, 3, 1);
    List<String> twelve = IntStream.range(0, 120).mapToObj(i -> "p" + i % 12).toList();
    List<MetricValue> values = MetricIntervals.of(table, SETTINGS.grouped("patient", twelve));
    assertThat(metric(values, "accuracy").note())
        .isEqualTo("BCa bootstrap, 1000 draws; only 12 groups by patient: likely too narrow");
    List<String> three = IntStream.range(0, 120).mapToObj(i -> "p" + i % 3).toList();
    assertThat(
            metric(MetricIntervals.of(table, SETTINGS.grouped("patient", three)), "accuracy")
                .note())
        .isEqualTo("no interval: a bootstrap needs at least 10 groups by patient, here are 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricIntervals.of(table, SETTINGS.grouped("patient", List.of("a"))))
        .withMessage("groups must be as many as samples, 120, but were 1");
  }

  /** Labels are drawn from the probabilities: all that is seen of an error is noise. */
  @Test
  void of_calibratedModel_eceIsAboutWhatChanceGives() {
    Random random = new Random(5);
    PredictionTable.Builder builder = PredictionTable.of(labels(2));
    for (int i = 0; i < 2000; i++) {
      double p = 0.5 + random.nextDouble() / 2;
      builder.add("s" + i, random.nextDouble() < p ? 0 : 1, new double[] {p, 1 - p});
    }
    MetricValue ece = metric(MetricIntervals.of(builder.build(), SETTINGS), "ECE");
    String note = ece.note();
    double expected =
        Double.parseDouble(note.replaceAll(".*would show about ([0-9.]+) here", "$1"));
    assertThat(note).contains("biased upwards");
    assertThat(ece.interval().orElseThrow().low()).isZero();
    assertThat(ece.value().getAsDouble()).isBetween(0.5 * expected, 1.6 * expected);
  }

  /** Ten pictures of a patient are all right or all wrong: chance makes more of an error. */
  @Test
  void calibrationByChance_ofGroups_isLarger() {
    Random random = new Random(5);
    PredictionTable.Builder builder = PredictionTable.of(labels(2));
    List<String> patients = IntStream.range(0, 2000).mapToObj(i -> "p" + i / 10).toList();
    boolean right = true;
    for (int i = 0; i < 2000; i++) {
      right = i % 10 == 0 ? random.nextDouble() < 0.8 : right;
      builder.add("s" + i, right ? 0 : 1, new double[] {0.8, 0.2});
    }
    PredictionTable table = builder.build();
    double single = CalibrationByChance.of(table, SETTINGS).mean();
    double grouped = CalibrationByChance.of(table, SETTINGS.grouped("patient", patients)).mean();
    assertThat(grouped / single).isCloseTo(Math.sqrt(10), within(0.5));
  }

  @Test
  void settings_wrongOnes_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withReplicates(99))
        .withMessage("replicates must be at least 200 for a confidence of 0.95, but were 99");
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withConfidence(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withConfidence(0.9999999))
        .withMessage(
            "replicates must be at least 100000000 for a confidence of 0.9999999, but were 1000");
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withReplicates(199));
    assertThat(SETTINGS.withReplicates(200).withDraws(100, 0.9).replicates()).isEqualTo(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.stratifiedByClass().grouped("p", List.of("a")));
  }
}
