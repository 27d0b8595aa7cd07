package org.graft4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * How many pictures a second does a training step take, with the head alone, the last stage or
 * everything trained, and how many on another engine that computes the same?
 *
 * <p>SGD with momentum on random pictures, frozen layers without gradients on every engine. What a
 * user of {@code FineTuner} pays in a head stage is {@link CachedEpoch}, since features are kept
 * there; here the whole network runs in each step. Read the rows named {@code images}.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main TrainingStep
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 8)
public class TrainingStep {
  @Param({"STOCK", "GRAFT4J", "PYTORCH"})
  Engine engine = Engine.GRAFT4J;

  @Param({"HEAD", "LAST_STAGE", "ALL"})
  TrainedPart part = TrainedPart.HEAD;

  @Param({"resnet18"})
  String architecture = "resnet18";

  @Param({"16"})
  int batch;

  /** Pixels a side. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private StepPass pass;

  /** JMH turns these into rates of their own. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Pictures that were learned from. */
    public long images;
  }

  /** Makes the run; a peer has to give the same losses as ours first. */
  @Setup
  public void setUp() {
    pass = StepPass.of(engine, part, architecture, batch, size);
    if (engine == Engine.PYTORCH) {
      try (StepPass ours = StepPass.of(Engine.GRAFT4J, part, architecture, batch, size)) {
        StepPass.requireAgreement(ours, pass);
      }
    }
  }

  /** One step; gives the loss. */
  @Benchmark
  public double step(Counters counters) {
    counters.images += batch;
    return pass.step();
  }

  @TearDown
  public void tearDown() {
    pass.close();
  }
}
