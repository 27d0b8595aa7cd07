package org.graft4j.benchmarks;

import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does an epoch of a linear head over cached features take, and how long in PyTorch over
 * features in memory?
 *
 * <p>Features of 512 numbers, batches of 32, eight classes, another order in each epoch. Ours is
 * the epoch of {@code FineTuner}'s head stage after the trunk has run. {@code examples} is the
 * control: what does not grow with it is overhead.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main CachedEpoch
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class CachedEpoch {
  @Param({"GRAFT4J", "PYTORCH"})
  Engine engine = Engine.GRAFT4J;

  @Param({"1000", "4000"})
  int examples;

  // JMH calls setUp before anything else.
  private EpochPass pass;

  /** Runs the trunk once, for ours. */
  @Setup
  public void setUp() {
    pass = EpochPass.of(engine, examples);
  }

  /** One epoch; gives its mean loss. */
  @Benchmark
  public double epoch() {
    return pass.epoch();
  }

  @TearDown
  public void tearDown() {
    pass.close();
  }
}
