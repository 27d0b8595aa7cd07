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
 * How long does a whole linear probe take, from picture files to a trained head, the first time and
 * with a warm cache, and how long as a loop in PyTorch that runs the trunk in every epoch?
 *
 * <p>Five epochs over drawn JPEG files of 256 pixels a side, decoded by our reader on both sides.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main LinearProbeJob
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 2)
public class LinearProbeJob {
  /** Who does it. */
  public enum Job {
    /** Ours on an empty cache. */
    COLD,
    /** Ours, again. */
    WARM,
    /** The loop in PyTorch. */
    PYTORCH
  }

  @Param({"COLD", "WARM", "PYTORCH"})
  Job job = Job.COLD;

  @Param({"resnet18"})
  String architecture = "resnet18";

  @Param({"1000"})
  int pictures;

  /** Pixels a side. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private DrawnPictures files;
  private ProbeCache cache;
  private ProbeJob probe;

  /** Draws the files; for {@code WARM} the first run happens here. */
  @Setup
  public void setUp() {
    files = DrawnPictures.write(pictures, 256);
    cache = ProbeCache.temporary();
    probe = ProbeJob.of(architecture, size, files.folder(), 5);
    if (job == Job.WARM) {
      probe.run(cache);
    }
  }

  /** The whole job; gives its last loss. */
  @Benchmark
  public double probe() {
    if (job == Job.PYTORCH) {
      return probe.torch();
    }
    if (job == Job.COLD) {
      cache.clear();
    }
    var history = probe.run(cache).history();
    return history.get(history.size() - 1).trainLoss();
  }

  @TearDown
  public void tearDown() {
    cache.close();
    files.close();
  }
}
