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
 * How long does one picture take, warm: by the classifier from the encoded file to the classes, by
 * the trunk alone from the prepared tensor, and by PyTorch from the prepared tensor?
 *
 * <p>What the classifier adds to the trunk is decoding, resizing and sorting. Read the percentiles.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main PredictionLatency
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 5)
public class PredictionLatency {
  /** Who answers. */
  public enum Door {
    CLASSIFIER,
    TRUNK,
    PYTORCH
  }

  @Param({"CLASSIFIER", "TRUNK", "PYTORCH"})
  Door door = Door.CLASSIFIER;

  @Param({"resnet18"})
  String architecture = "resnet18";

  /** Pixels a side that the network takes. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private LatencyPass pass;

  /** Opens the door. */
  @Setup
  public void setUp() {
    pass = LatencyPass.of(door, architecture, size);
  }

  /** One picture; gives a number of the answer. */
  @Benchmark
  public double picture() {
    return pass.answer();
  }

  @TearDown
  public void tearDown() {
    pass.close();
  }
}
