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
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Augmentation;
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
 * How long does one augmentation of one decoded picture take, and how long by DataVec?
 *
 * <p>{@code NONE} is the floor: a call that does nothing. {@code DATAVEC} is a pipeline of
 * DataVec's own crop and flip, by OpenCV: less than {@code LIGHT}, which also changes colours.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main AugmentPicture
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AugmentPicture {
  /** What is done to the picture. */
  public enum Policy {
    NONE,
    LIGHT,
    STANDARD,
    DATAVEC
  }

  @Param({"NONE", "LIGHT", "STANDARD", "DATAVEC"})
  Policy policy = Policy.NONE;

  /** Pixels a side. */
  @Param({"256"})
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
    augmentation =
        switch (policy) {
          case NONE, DATAVEC -> Augmentations.none();
          case LIGHT -> Augmentations.light();
          case STANDARD -> Augmentations.standard();
        };
    Random random = new Random(1);
    transform =
        new PipelineImageTransform(
            List.of(
                new Pair<>(new CropImageTransform(random, size / 8), 1.0),
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
    if (policy == Policy.DATAVEC) {
      return transform.transform(writable, new Random(draw++));
    }
    return augmentation.apply(picture, Seed.of(1).stream("draw", draw++));
  }
}
