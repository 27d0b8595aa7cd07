package org.graft4j.eval.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.Interval;
import org.graft4j.eval.MetricValue;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.SliceTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Intervals hold the truth, and tests raise false alarms, as often as they say: measured on samples
 * whose truth is known. Bounds are three standard errors and more of so many trials.
 */
@Tag("slow")
class CoverageTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("a", "b"));
  private static final Seed SEED = Seed.of(20);
  private static final IntervalSettings SETTINGS = IntervalSettings.STANDARD.withReplicates(800);

  private static double normal(double z) {
    return new NormalDistribution(null, 0, 1).cumulativeProbability(z);
  }

  /** Scores of two classes, normal with variance 1 around -1 and 1. */
  private static PredictionTable scores(int n, RandomGenerator random) {
    PredictionTable.Builder table = PredictionTable.of(LABELS);
    for (int i = 0; i < n; i++) {
      int label = random.nextInt(2);
      double score = random.nextGaussian() + (label == 0 ? 1 : -1);
      double p = 1 / (1 + Math.exp(-2 * score));
      table.add("s" + i, label, new double[] {p, 1 - p});
    }
    return table.build();
  }

  /**
   * Right are those on the right side of 0, a share of Φ(1) in either class: that is accuracy and
   * F1. A score of one class is above one of the other with Φ(√2).
   */
  @Test
  void intervals_ofIndependentSamples_holdTheTruth() {
    int trials = 400;
    int[] held = new int[3];
    for (int trial = 0; trial < trials; trial++) {
      List<MetricValue> values =
          MetricIntervals.of(
              scores(150, SEED.stream("scores", trial)), SETTINGS.withSeed(Seed.of(trial)));
      held[0] += holds(values, "accuracy", normal(1));
      held[1] += holds(values, "macro F1", normal(1));
      held[2] += holds(values, "ROC area", normal(Math.sqrt(2)));
    }
    for (int count : held) {
      assertThat((double) count / trials).isBetween(0.91, 0.985);
    }
  }

  private static int holds(List<MetricValue> values, String name, double truth) {
    Optional<Interval> interval = MetricIntervalsTest.metric(values, name).interval();
    return interval.isPresent() && interval.get().low() <= truth && truth <= interval.get().high()
        ? 1
        : 0;
  }

  /** Of half of the patients all pictures are right, of the others six in ten: 0.8 of all. */
  @Test
  void intervals_ofGroups_holdTheTruthWherePlainOnesDoNot() {
    int trials = 250;
    int plain = 0;
    int grouped = 0;
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = SEED.stream("groups", trial);
      PredictionTable.Builder builder = PredictionTable.of(LABELS);
      List<String> patients = new ArrayList<>();
      for (int patient = 0; patient < 60; patient++) {
        boolean easy = random.nextBoolean();
        for (int i = 0; i < 10; i++) {
          boolean right = easy || random.nextDouble() < 0.6;
          int label = i % 2;
          builder.add(patient + "/" + i, label, sure(right ? label : 1 - label));
          patients.add("p" + patient);
        }
      }
      PredictionTable table = builder.build();
      plain += holds(MetricIntervals.of(table, SETTINGS.withReplicates(200)), "accuracy", 0.8);
      grouped +=
          holds(MetricIntervals.of(table, SETTINGS.grouped("patient", patients)), "accuracy", 0.8);
    }
    assertThat((double) plain / trials).isLessThan(0.85);
    assertThat((double) grouped / trials).isBetween(0.90, 0.985);
  }

  private static double[] sure(int predicted) {
    return predicted == 0 ? new double[] {0.75, 0.25} : new double[] {0.25, 0.75};
  }

  /** Surer than right by 0.15 in every bin, or by nothing: that is the error. */
  @Test
  void intervals_ofTheCalibrationError_holdTheTruthAlsoWhereItIsZero() {
    int trials = 200;
    for (double gap : new double[] {0, 0.15}) {
      int held = 0;
      for (int trial = 0; trial < trials; trial++) {
        RandomGenerator random = SEED.stream("calibration", trial);
        PredictionTable.Builder table = PredictionTable.of(LABELS);
        for (int i = 0; i < 300; i++) {
          double sure = 0.66 + 0.34 * random.nextDouble();
          int label = random.nextDouble() < sure - gap ? 0 : 1;
          table.add("s" + i, label, new double[] {sure, 1 - sure});
        }
        held += holds(MetricIntervals.of(table.build(), SETTINGS.withReplicates(300)), "ECE", gap);
      }
      assertThat((double) held / trials).as("gap %s", gap).isBetween(0.89, 1.0);
    }
  }

  /** Two models that are right as often, each by its own luck. */
  @Test
  void tests_ofModelsThatAreAlike_raiseFewFalseAlarms() {
    int trials = 400;
    int[] alarms = new int[3];
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = SEED.stream("alike", trial);
      PredictionTable.Builder one = PredictionTable.of(LABELS);
      PredictionTable.Builder two = PredictionTable.of(LABELS);
      for (int i = 0; i < 120; i++) {
        one.add("s" + i, i % 2, sure(random.nextDouble() < 0.8 ? i % 2 : 1 - i % 2));
        two.add("s" + i, i % 2, sure(random.nextDouble() < 0.8 ? i % 2 : 1 - i % 2));
      }
      PairedComparison compared =
          PairedComparison.of(one.build(), two.build(), SETTINGS.withReplicates(200));
      for (int d = 0; d < 3; d++) {
        alarms[d] += compared.differences().get(d).p() < 0.05 ? 1 : 0;
      }
    }
    for (int count : alarms) {
      assertThat((double) count / trials).isLessThan(0.085);
    }
    // A test that never spoke would pass the above.
    assertThat((double) alarms[1] / trials).isGreaterThan(0.01);
  }

  /** 40 patients, each with ten pictures that a model has all right or all wrong. */
  @Test
  void tests_ofModelsThatAreAlikeOnGroups_raiseFewFalseAlarms() {
    int trials = 300;
    int plain = 0;
    int[] alarms = new int[3];
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = SEED.stream("alike groups", trial);
      PredictionTable.Builder one = PredictionTable.of(LABELS);
      PredictionTable.Builder two = PredictionTable.of(LABELS);
      List<String> patients = new ArrayList<>();
      for (int patient = 0; patient < 40; patient++) {
        double first = random.nextDouble();
        double second = random.nextDouble();
        for (int i = 0; i < 10; i++) {
          int label = i % 2;
          String id = patient + "/" + i;
          one.add(id, label, sure(random.nextDouble() < first ? label : 1 - label));
          two.add(id, label, sure(random.nextDouble() < second ? label : 1 - label));
          patients.add("p" + patient);
        }
      }
      IntervalSettings settings = SETTINGS.withReplicates(200);
      PredictionTable a = one.build();
      PredictionTable b = two.build();
      plain += PairedComparison.of(a, b, settings).differences().get(0).p() < 0.05 ? 1 : 0;
      PairedComparison grouped = PairedComparison.of(a, b, settings.grouped("patient", patients));
      for (int d = 0; d < 3; d++) {
        alarms[d] += grouped.differences().get(d).p() < 0.05 ? 1 : 0;
      }
    }
    assertThat((double) plain / trials).isGreaterThan(0.14);
    for (int count : alarms) {
      assertThat((double) count / trials).isBetween(0.01, 0.085);
    }
  }

  /** Classes of very different sizes and luck, their numbers chosen. */
  @Test
  void intervals_ofStratifiedDraws_holdTheTruth() {
    int trials = 400;
    int held = 0;
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = SEED.stream("strata", trial);
      PredictionTable.Builder table = PredictionTable.of(LABELS);
      for (int i = 0; i < 150; i++) {
        int label = i < 30 ? 1 : 0;
        boolean right = random.nextDouble() < (label == 1 ? 0.6 : 0.9);
        table.add("s" + i, label, sure(right ? label : 1 - label));
      }
      held +=
          holds(
              MetricIntervals.of(table.build(), SETTINGS.stratifiedByClass()),
              "balanced accuracy",
              0.75);
    }
    assertThat((double) held / trials).isBetween(0.91, 0.985);
  }

  /** Ten slices of different sizes, none of them worse. */
  @Test
  void worstSlice_ofSlicesThatAreAlike_isSeldomNamed() {
    int trials = 1000;
    int named = 0;
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = SEED.stream("slices", trial);
      PredictionTable.Builder table = PredictionTable.of(LABELS);
      for (int i = 0; i < 300; i++) {
        table.add("s" + i, 0, sure(random.nextDouble() < 0.8 ? 0 : 1));
      }
      List<String> slices =
          IntStream.range(0, 300)
              .mapToObj(i -> "slice" + (int) (10 * Math.pow(i / 300.0, 2)))
              .toList();
      named +=
          SliceTable.byValue("slice", table.build(), slices).clearlyWorst().isPresent() ? 1 : 0;
    }
    assertThat((double) named / trials).isLessThan(0.06);
  }

  /** Twenty columns that say nothing are one search, and not twenty chances. */
  @Test
  void worstSlice_ofManyColumns_isSeldomNamed() {
    int trials = 200;
    int named = 0;
    int apart = 0;
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = SEED.stream("columns", trial);
      PredictionTable.Builder builder = PredictionTable.of(LABELS);
      for (int i = 0; i < 300; i++) {
        builder.add("s" + i, 0, sure(random.nextDouble() < 0.8 ? 0 : 1));
      }
      PredictionTable table = builder.build();
      List<SliceTable> columns = new ArrayList<>();
      for (int c = 0; c < 20; c++) {
        List<String> values =
            IntStream.range(0, 300).mapToObj(i -> "v" + random.nextInt(3)).toList();
        columns.add(SliceTable.byValue("column" + c, table, values));
      }
      apart += columns.stream().anyMatch(s -> s.clearlyWorst().isPresent()) ? 1 : 0;
      named +=
          SliceTable.together(columns, 0.95).stream().anyMatch(s -> s.clearlyWorst().isPresent())
              ? 1
              : 0;
    }
    assertThat((double) apart / trials).isGreaterThan(0.3);
    assertThat((double) named / trials).isLessThan(0.1);
  }
}
