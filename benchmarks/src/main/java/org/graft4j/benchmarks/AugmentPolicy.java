package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.loader.NativeImageLoader;
import org.datavec.image.transform.CropImageTransform;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.datavec.image.transform.ResizeImageTransform;
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Augmentation;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Picture;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnTask;
import org.nd4j.common.primitives.Pair;
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
 * How many decoded pictures a second does one core augment by each ready policy, and how many by
 * DataVec?
 *
 * <p>{@code none} is the floor: a call that does nothing. {@code datavec} is a pipeline of
 * DataVec's own crop, resize and flip, by OpenCV: less than {@code light}, which also changes
 * colours. Pictures come and go at the network's size.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main AugmentPolicy
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AugmentPolicy {
  private static final String DATAVEC = "datavec";

  @Param({
    "none",
    "light",
    "cifar",
    "standard",
    "randaugment",
    "trivialaugment",
    "autoaugment-imagenet",
    "autoaugment-cifar10",
    "augmix",
    "heavy",
    DATAVEC
  })
  String policy = DATAVEC;

  /** Pixels a side, of the picture and of the network's input. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private Picture picture;
  private ImageWritable writable;
  private Augmentation augmentation;
  private ImageTransform transform;
  private long draw;

  /** Draws a picture. */
  @Setup
  public void setUp() throws IOException {
    picture = DrawnTask.target().draw(0, size, Seed.of(1).stream("picture"));
    String ours = policy.equals(DATAVEC) ? "none" : policy;
    augmentation = Augmentations.named(ours).forInput(InputSpec.imageNet().withSize(size, size));
    Random random = new Random(1);
    transform =
        new PipelineImageTransform(
            List.of(
                new Pair<>(new CropImageTransform(random, size / 8), 1.0),
                new Pair<>(new ResizeImageTransform(size, size), 1.0),
                new Pair<>(new FlipImageTransform(1), 0.5)),
            false);
    try (DrawnPictures files = DrawnPictures.write(1, size)) {
      Path file = DrawnPictures.split(files.folder()).train().get(0).file();
      writable = new NativeImageLoader().asWritable(file.toFile());
    }
  }

  /** One draw, another one at each call. */
  @Benchmark
  public Object augment() {
    if (policy.equals(DATAVEC)) {
      return transform.transform(writable, new Random(draw++));
    }
    return augmentation.apply(picture, Seed.of(1).stream("draw", draw++));
  }
}
