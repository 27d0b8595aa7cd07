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
 * How many pictures a second go through a network's trunk, and through the same on another engine?
 *
 * <p>Inference on random weights and pictures; decoding is left out. {@code STOCK} is DL4J with its
 * layer helpers off, its default, on the same natives. Read the rows named {@code images}; the
 * plain rows are batches a second. {@code batch} 1 is the control: the overhead of a call, not of a
 * picture.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main TrunkForward
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 5)
public class TrunkForward {
  @Param({"STOCK", "GRAFT4J", "PYTORCH"})
  Engine engine = Engine.STOCK;

  @Param({"resnet18", "resnet50", "vgg16"})
  String architecture = "resnet18";

  @Param({"1", "16"})
  int batch;

  /** Pixels a side. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private ForwardPass pass;

  /** JMH turns these into rates of their own. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Pictures that went through the trunk. */
    public long images;
  }

  /** Makes the network on the engine and sees to it that it gives what ours gives. */
  @Setup
  public void setUp() {
    pass = ForwardPass.of(engine, architecture, batch, size);
  }

  /** One batch through the trunk. */
  @Benchmark
  public float[] forward(Counters counters) {
    counters.images += batch;
    return pass.run();
  }

  @TearDown
  public void tearDown() {
    pass.close();
  }
}
