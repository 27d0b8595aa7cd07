package org.graft4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.metric.Average;
import org.graft4j.eval.metric.Calibration;
import org.graft4j.eval.metric.ClassMeasure;
import org.graft4j.eval.metric.ConfusionMetrics;
import org.graft4j.eval.metric.ProbabilityScores;
import org.graft4j.eval.metric.ScoreTable;
import org.graft4j.eval.uncertainty.Bootstrap;
import org.graft4j.eval.uncertainty.IntervalSettings;
import org.graft4j.eval.uncertainty.MetricIntervals;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long do a hundred draws of all metrics take, beside the plain way: each draw as a table of
 * its own, measured by the metrics themselves?
 *
 * <p>The plain way computes fewer numbers (accuracy, F1, log loss, Brier, ECE, ROC area) and uses
 * all cores, as ours does. Ours sorts the samples once for each class, within what is timed.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main MetricBootstrap
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class MetricBootstrap {
  private static final int DRAWS = 100;

  /** Who draws. */
  public enum Way {
    PRESORTED,
    TABLE_PER_DRAW
  }

  /** Which way. */
  @Param Way way = Way.PRESORTED;

  /** Samples. */
  @Param({"5000", "50000"})
  int samples;

  /** Classes. */
  @Param({"10"})
  int classes;

  private PredictionTable table =
      PredictionTable.of(LabelMap.of(List.of("none"))).add("none", 0, new double[] {1}).build();

  /** Makes predictions of which most are right. */
  @Setup
  public void setUp() {
    RandomGenerator random = Seed.of(1).stream("predictions");
    PredictionTable.Builder builder =
        PredictionTable.of(
            LabelMap.of(IntStream.range(0, classes).mapToObj(c -> "class " + c).toList()));
    for (int i = 0; i < samples; i++) {
      int label = random.nextInt(classes);
      double[] p = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        p[c] = Math.exp(random.nextGaussian() + (c == label ? 2 : 0));
        sum += p[c];
      }
      for (int c = 0; c < classes; c++) {
        p[c] /= sum;
      }
      builder.add("sample " + i, label, p);
    }
    table = builder.build();
  }

  /** All draws. */
  @Benchmark
  public Object draws() {
    return way == Way.PRESORTED
        ? MetricIntervals.of(
            table,
            IntervalSettings.STANDARD.withReplicates(DRAWS).withMethod(Bootstrap.Method.PERCENTILE))
        : IntStream.range(0, DRAWS).parallel().mapToObj(this::plain).toList();
  }

  private double[] plain(int draw) {
    RandomGenerator random = Seed.of(1).stream("draw", draw);
    ProbabilityScores probabilities = new ProbabilityScores();
    Calibration calibration = new Calibration(15);
    ScoreTable scores = new ScoreTable(classes);
    PredictionTable.Builder drawn = PredictionTable.of(table.labels());
    for (int i = 0; i < samples; i++) {
      int sample = random.nextInt(samples);
      double[] p = table.probabilities(sample);
      String id = "draw " + i;
      drawn.add(id, table.label(sample), p);
      probabilities.update(id, table.label(sample), p);
      calibration.update(id, table.confidence(sample), table.correct(sample));
      scores.update(id, table.label(sample), p);
    }
    ConfusionMetrics confusion = drawn.build().confusion().metrics();
    return new double[] {
      confusion.accuracy().orElseThrow(),
      confusion.average(ClassMeasure.F1, Average.MACRO).orElseThrow(),
      probabilities.logLoss().orElseThrow(),
      probabilities.brier().orElseThrow(),
      calibration.expectedError().orElseThrow(),
      scores.rocAreaOneVersusRest(Average.MACRO).orElseThrow()
    };
  }
}
