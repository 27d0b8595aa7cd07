package org.graft4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.NetworkForm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many pictures a second does the trunk of a ResNet take, and how many does it take in DL4J as
 * it ships?
 *
 * <p>The trunk runs in inference mode on random weights and pictures; decoding is left out. {@code
 * stock} has DL4J's layer helpers off, its default, on the same natives; {@code accelerated} is
 * what {@link Acceleration#enable} makes of it. Read the rows named {@code images}; the plain rows
 * are batches a second. {@code batch} 1 is the control: the overhead of a call, not of a picture.
 *
 * <p>Run, after the build that {@link org.graft4j.benchmarks} names, on one thread
 * (OMP_NUM_THREADS=1) and on all:
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/dependency/*' org.openjdk.jmh.Main TrunkForward
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class TrunkForward {
  /** The baseline and what is measured against it. */
  public enum Engine {
    STOCK,
    ACCELERATED
  }

  @Param({"STOCK", "ACCELERATED"})
  Engine engine = Engine.STOCK;

  @Param({"resnet18"})
  String architecture = "resnet18";

  @Param({"1", "16"})
  int batch;

  /** Pixels a side. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private ComputationGraph trunk;
  private INDArray pictures;

  /** JMH turns these into rates of their own. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    /** Pictures that went through the trunk. */
    public long images;
  }

  /** Makes the network on the engine and sees to it that it is the one that was asked for. */
  @Setup
  public void setUp() {
    System.clearProperty(DL4JSystemProperties.DISABLE_HELPER_PROPERTY);
    if (engine == Engine.ACCELERATED) {
      Acceleration.enable();
    }
    Architecture named = Architectures.find(architecture).orElseThrow();
    ComputationGraph graph =
        new ComputationGraph(named.network(NetworkForm.whole(size, size, 0)).configuration());
    RngState.keeping(() -> graph.init());
    List<String> slow = Acceleration.unaccelerated(graph);
    if (slow.isEmpty() != (engine == Engine.ACCELERATED)) {
      throw new IllegalStateException(
          engine + " was to be measured, but these layers are stock: " + slow);
    }
    trunk = graph;
    pictures = random(batch, size);
  }

  private static INDArray random(int batch, int size) {
    RandomGenerator random = Seed.of(1).stream("pictures");
    float[] values = new float[batch * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {batch, 3, size, size}, 'c');
  }

  /** One batch through the trunk; a feature is read, so that the work is done on any backend. */
  @Benchmark
  public float forward(Counters counters) {
    counters.images += batch;
    return trunk.outputSingle(pictures).getFloat(0);
  }
}
