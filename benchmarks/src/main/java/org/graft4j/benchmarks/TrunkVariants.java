package org.graft4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.NetworkForm;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The trunk at several batch sizes beside the accelerated graph that it is made of, for
 * docs/PERFORMANCE.md: a table without JMH, to be run again and again while something is tried. How
 * long a trunk takes to be made comes first.
 *
 * <p>Arguments: the architecture, how many threads call at once, the batch sizes. Held to cores by
 * the operating system:
 *
 * <pre>
 * OMP_NUM_THREADS=1 taskset -c 0 java -cp 'benchmarks/target/classes:benchmarks/target/dependency/*' \
 *     org.graft4j.benchmarks.TrunkVariants resnet18 1 1 4 16 32
 * </pre>
 */
public final class TrunkVariants {
  private static final int ROUNDS = 7;
  private static final long ROUND_NANOS = 1_000_000_000L;

  private TrunkVariants() {}

  /** Prints a line for each batch size: the median of {@value #ROUNDS} rounds, and the extremes. */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    Acceleration.enable();
    ComputationGraph graph =
        new ComputationGraph(
            Architectures.find(arguments[0])
                .orElseThrow()
                .network(NetworkForm.whole(224, 224, 0))
                .configuration());
    RngState.keeping((Runnable) graph::init);
    int threads = Integer.parseInt(arguments[1]);
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      try (Trunk made = Trunk.of(graph)) {
        print("made in %.0f ms, %.0f MB", (System.nanoTime() - start) / 1e6, made.bytes() / 1e6);
      }
    }
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try (Trunk trunk = Trunk.of(graph)) {
      for (int i = 2; i < arguments.length; i++) {
        INDArray pictures = random(Integer.parseInt(arguments[i]));
        if (threads == 1) { // a graph serves one thread
          measure("graph", batch -> graph.outputSingle(batch).getFloat(0), callers, 1, pictures);
        }
        measure(trunk.engine(), batch -> trunk.output(batch).close(), callers, threads, pictures);
        print("%.0f MB", trunk.bytes() / 1e6);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static void measure(
      String name,
      Consumer<INDArray> network,
      ExecutorService callers,
      int threads,
      INDArray pictures)
      throws InterruptedException, ExecutionException {
    double[] rates = new double[ROUNDS];
    double[] perCpu = new double[ROUNDS];
    round(network, callers, threads, pictures);
    for (int i = 0; i < ROUNDS; i++) {
      double cpu = cpuSeconds();
      double start = System.nanoTime() / 1e9;
      rates[i] = round(network, callers, threads, pictures);
      double seconds = System.nanoTime() / 1e9 - start;
      perCpu[i] = rates[i] * seconds / (cpuSeconds() - cpu);
    }
    Arrays.sort(rates);
    Arrays.sort(perCpu);
    print(
        "%s, %d callers, batch %d: %.1f pictures/s (%.1f to %.1f), %.1f a CPU second",
        name,
        threads,
        pictures.size(0),
        rates[ROUNDS / 2],
        rates[0],
        rates[ROUNDS - 1],
        perCpu[ROUNDS / 2]);
  }

  /** Of the whole process: steadier than the clock where others share the cores. */
  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** Pictures a second of all callers together. */
  private static double round(
      Consumer<INDArray> network, ExecutorService callers, int threads, INDArray pictures)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    List<Future<Long>> counts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      counts.add(
          callers.submit(
              () -> {
                long count = 0;
                while (System.nanoTime() - start < ROUND_NANOS) {
                  network.accept(pictures);
                  count += pictures.size(0);
                }
                return count;
              }));
    }
    long sum = 0;
    for (Future<Long> count : counts) {
      sum += count.get();
    }
    return sum * 1e9 / (System.nanoTime() - start);
  }

  private static INDArray random(int batch) {
    RandomGenerator random = Seed.of(1).stream("pictures");
    float[] values = new float[batch * 3 * 224 * 224];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {batch, 3, 224, 224}, 'c');
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
