package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.loader.NativeImageLoader;
import org.datavec.image.transform.BoxImageTransform;
import org.datavec.image.transform.CropImageTransform;
import org.datavec.image.transform.FlipImageTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.datavec.image.transform.RandomCropTransform;
import org.datavec.image.transform.ResizeImageTransform;
import org.datavec.image.transform.RotateImageTransform;
import org.datavec.image.transform.WarpImageTransform;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Sampling;
import org.graft4j.augment.geometry.Affine;
import org.graft4j.augment.geometry.Border;
import org.graft4j.augment.geometry.CenterCrop;
import org.graft4j.augment.geometry.HorizontalFlip;
import org.graft4j.augment.geometry.Pad;
import org.graft4j.augment.geometry.Perspective;
import org.graft4j.augment.geometry.RandomCrop;
import org.graft4j.augment.geometry.RandomResizedCrop;
import org.graft4j.augment.geometry.Resize;
import org.graft4j.augment.geometry.Rotate;
import org.graft4j.augment.geometry.Shear;
import org.graft4j.augment.geometry.Translate;
import org.graft4j.augment.geometry.VerticalFlip;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Interpolation;
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
 * How long does each move of a picture take, and how long DataVec's move of its kind, by OpenCV?
 *
 * <p>Both begin with a picture in their own form, both draw anew at each call, and both end with
 * all pixels of the result in an array of its own: DataVec's are copied out, for its crops are
 * views of what went in. Both mix four pixels for one where they turn or warp, OpenCV by 1/32 of a
 * pixel; so {@code ROTATE_FAST} and {@code PERSPECTIVE_FAST} are the same work as DataVec's, while
 * {@code ROTATE} and {@code PERSPECTIVE} are Pillow's to the bit. DataVec's resize is not
 * antialiased; the {@code PLAIN} moves are the same work. It has one affine warp, its rotation,
 * which affine, shear and translation are held against. On one core, since OpenCV takes all there
 * are:
 *
 * <pre>
 * taskset -c 0 java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main AugmentGeometry
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AugmentGeometry {
  /** What is done to the picture. */
  public enum Move {
    HORIZONTAL_FLIP,
    VERTICAL_FLIP,
    ROTATE,
    ROTATE_FAST,
    PERSPECTIVE,
    PERSPECTIVE_FAST,
    AFFINE,
    AFFINE_FAST,
    SHEAR,
    TRANSLATE,
    PAD,
    CROP,
    RANDOM_CROP,
    RESIZE_DOWN,
    RESIZE_DOWN_PLAIN,
    RESIZE_UP,
    RESIZE_UP_PLAIN,
    RANDOM_RESIZED_CROP,
    RANDOM_RESIZED_CROP_PLAIN
  }

  @Param Move move = Move.ROTATE;

  /** Pixels a side. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private Picture picture;
  private ImageWritable writable;
  private Augmentation ours;
  private ImageTransform theirs;
  private long draw;

  /** Draws a picture. */
  @Setup
  public void setUp() throws IOException {
    picture = DrawnTask.target().draw(0, size, Seed.of(1).stream("picture"));
    ours = ours();
    theirs = theirs(new Random(1));
    try (DrawnPictures files = DrawnPictures.write(1, size)) {
      Path file = DrawnPictures.split(files.folder()).train().get(0).file();
      writable = new NativeImageLoader().asWritable(file.toFile());
    }
  }

  private Augmentation ours() {
    Range sides = new Range(3 / 4.0, 4 / 3.0);
    return switch (move) {
      case HORIZONTAL_FLIP -> new HorizontalFlip(1);
      case VERTICAL_FLIP -> new VerticalFlip(1);
      case ROTATE -> rotate(Sampling.BILINEAR);
      case ROTATE_FAST -> rotate(Sampling.FAST);
      case PERSPECTIVE -> new Perspective(0.25, 1, Sampling.BILINEAR, Fill.BLACK);
      case PERSPECTIVE_FAST -> new Perspective(0.25, 1, Sampling.FAST, Fill.BLACK);
      case AFFINE -> affine(Sampling.BILINEAR);
      case AFFINE_FAST -> affine(Sampling.FAST);
      case SHEAR -> new Shear(new Range(-0.3, 0.3), Range.of(0), Sampling.FAST, Fill.BLACK);
      case TRANSLATE -> new Translate(new Range(-0.3, 0.3), new Range(-0.3, 0.3));
      case PAD -> new Pad(0.125, Border.CONSTANT);
      case CROP -> new CenterCrop(size * 7 / 8, size * 7 / 8, Fill.BLACK);
      case RANDOM_CROP -> new RandomCrop(0.125);
      case RESIZE_DOWN -> resize(3, true);
      case RESIZE_DOWN_PLAIN -> resize(3, false);
      case RESIZE_UP -> resize(5, true);
      case RESIZE_UP_PLAIN -> resize(5, false);
      case RANDOM_RESIZED_CROP -> new RandomResizedCrop(new Range(0.35, 1), sides);
      case RANDOM_RESIZED_CROP_PLAIN -> new RandomResizedCrop(new Range(0.35, 1), sides, false);
    };
  }

  private Augmentation resize(int quarters, boolean antialias) {
    int side = size * quarters / 4;
    return new Resize(side, side, Interpolation.BILINEAR, antialias);
  }

  private static Augmentation rotate(Sampling sampling) {
    return new Rotate(new Range(-30, 30), sampling, Fill.BLACK, false);
  }

  private static Affine affine(Sampling sampling) {
    Range none = Range.of(0);
    return new Affine(
        new Range(-30, 30),
        new Range(-0.1, 0.1),
        new Range(-0.1, 0.1),
        new Range(0.8, 1.2),
        none,
        none,
        sampling,
        Fill.BLACK);
  }

  private ImageTransform theirs(Random random) {
    return switch (move) {
      case HORIZONTAL_FLIP -> new FlipImageTransform(1);
      case VERTICAL_FLIP -> new FlipImageTransform(0);
      case ROTATE, ROTATE_FAST -> new RotateImageTransform(random, 30);
      case PERSPECTIVE, PERSPECTIVE_FAST -> new WarpImageTransform(random, size / 8f);
      case AFFINE, AFFINE_FAST, SHEAR, TRANSLATE ->
          new RotateImageTransform(random, size / 10f, size / 10f, 30, 0.2f);
      case PAD -> new BoxImageTransform(size * 5 / 4, size * 5 / 4);
      case CROP -> new CropImageTransform(random, size / 8);
      case RANDOM_CROP -> new RandomCropTransform(size * 7 / 8, size * 7 / 8);
      case RESIZE_DOWN, RESIZE_DOWN_PLAIN -> new ResizeImageTransform(size * 3 / 4, size * 3 / 4);
      case RESIZE_UP, RESIZE_UP_PLAIN -> new ResizeImageTransform(size * 5 / 4, size * 5 / 4);
      case RANDOM_RESIZED_CROP, RANDOM_RESIZED_CROP_PLAIN ->
          new PipelineImageTransform(
              List.of(
                  new Pair<>(new CropImageTransform(random, size / 4), 1.0),
                  new Pair<>(new ResizeImageTransform(size, size), 1.0)),
              false);
    };
  }

  /** Ours, another draw at each call. */
  @Benchmark
  public Object graft4j() {
    return ours.apply(picture, Seed.of(1).stream("draw", draw++));
  }

  /** DataVec's. */
  @Benchmark
  public Object dataVec() {
    return FramePixels.of(theirs.transform(writable, new Random(draw++)));
  }
}
