package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.datavec.image.data.ImageWritable;
import org.datavec.image.loader.NativeImageLoader;
import org.datavec.image.transform.ColorConversionTransform;
import org.datavec.image.transform.EqualizeHistTransform;
import org.datavec.image.transform.ImageTransform;
import org.datavec.image.transform.PipelineImageTransform;
import org.graft4j.augment.Fill;
import org.graft4j.augment.Range;
import org.graft4j.augment.Transform;
import org.graft4j.augment.chain.Sequence;
import org.graft4j.augment.colour.AutoContrast;
import org.graft4j.augment.colour.Brightness;
import org.graft4j.augment.colour.ColourJitter;
import org.graft4j.augment.colour.Contrast;
import org.graft4j.augment.colour.Equalize;
import org.graft4j.augment.colour.Gamma;
import org.graft4j.augment.colour.Greyscale;
import org.graft4j.augment.colour.Hue;
import org.graft4j.augment.colour.Invert;
import org.graft4j.augment.colour.Posterize;
import org.graft4j.augment.colour.Saturation;
import org.graft4j.augment.colour.Sharpness;
import org.graft4j.augment.colour.Solarize;
import org.graft4j.augment.noise.GaussianBlur;
import org.graft4j.augment.noise.GaussianNoise;
import org.graft4j.augment.noise.JpegCompression;
import org.graft4j.augment.noise.SaltAndPepper;
import org.graft4j.augment.occlusion.Cutout;
import org.graft4j.augment.occlusion.GridMask;
import org.graft4j.augment.occlusion.RandomErasing;
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
 * How long does each change of a picture's colours take, draw and all, and how long DataVec's,
 * where it has one?
 *
 * <p>Each ends with all pixels of the result in an array. {@code DATAVEC_EQUALIZE} does less: it
 * equalises the first channel of three. DataVec's filter needs FFmpeg, which is none of our
 * dependencies.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main AugmentColour
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AugmentColour {
  /** What is done to the picture. */
  public enum Change {
    BRIGHTNESS,
    CONTRAST,
    SATURATION,
    HUE,
    GAMMA,
    JITTER,
    JITTER_WITH_HUE,
    GREYSCALE,
    DATAVEC_GREY,
    INVERT,
    POSTERIZE,
    SOLARIZE,
    AUTO_CONTRAST,
    EQUALIZE,
    DATAVEC_EQUALIZE,
    SHARPNESS,
    BLUR,
    NOISE,
    SALT_AND_PEPPER,
    JPEG,
    ERASING,
    CUTOUT,
    GRID_MASK
  }

  /** Which change. */
  @Param Change change = Change.JITTER;

  /** Pixels a side. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private Picture picture;
  private ImageWritable writable;
  private Transform transform;
  private ImageTransform dataVec;
  private long draw;

  /** Draws a picture. */
  @Setup
  public void setUp() throws IOException {
    picture = DrawnTask.target().draw(0, size, Seed.of(1).stream("picture"));
    transform = transform(change);
    dataVec = change == Change.DATAVEC_GREY ? grey(new Random(1)) : new EqualizeHistTransform();
    try (DrawnPictures files = DrawnPictures.write(1, size)) {
      Path file = DrawnPictures.split(files.folder()).train().get(0).file();
      writable = new NativeImageLoader().asWritable(file.toFile());
    }
  }

  /** To one channel and back to three, as ours leaves them. */
  private static ImageTransform grey(Random random) {
    return new PipelineImageTransform(
        List.of(
            new Pair<>(new ColorConversionTransform(random, opencv_imgproc.COLOR_BGR2GRAY), 1.0),
            new Pair<>(new ColorConversionTransform(random, opencv_imgproc.COLOR_GRAY2BGR), 1.0)),
        false);
  }

  private static Transform transform(Change change) {
    return switch (change) {
      case BRIGHTNESS -> new Brightness(Range.around1(0.4));
      case CONTRAST -> new Contrast(Range.around1(0.4));
      case SATURATION -> new Saturation(Range.around1(0.4));
      case HUE -> new Hue(new Range(-0.1, 0.1));
      case GAMMA -> new Gamma(new Range(0.7, 1.5), 1);
      case JITTER -> new ColourJitter(0.3, 0.3, 0.3);
      case JITTER_WITH_HUE -> new ColourJitter(0.3, 0.3, 0.3, 0.1);
      case GREYSCALE -> new Greyscale(1);
      case INVERT -> new Invert(1);
      case POSTERIZE -> new Posterize(4, 1);
      case SOLARIZE -> new Solarize(0.5, 1);
      case AUTO_CONTRAST -> new AutoContrast(1);
      case EQUALIZE -> new Equalize(1);
      case SHARPNESS -> new Sharpness(new Range(0, 2), 1);
      case BLUR -> new GaussianBlur(new Range(0.1 / 224, 2.0 / 224));
      case NOISE -> new GaussianNoise(Range.of(0.1));
      case SALT_AND_PEPPER -> new SaltAndPepper(Range.of(0.05));
      case JPEG -> new JpegCompression(new Range(30, 95));
      case ERASING -> new RandomErasing(new Range(0.02, 0.33), new Range(0.3, 3.3), Fill.BLACK, 1);
      case CUTOUT -> new Cutout(Range.of(0.5), Fill.BLACK);
      case GRID_MASK -> new GridMask(new Range(0.4, 1), 0.6, Fill.BLACK);
      case DATAVEC_GREY, DATAVEC_EQUALIZE -> Sequence.of();
    };
  }

  /** One draw, another one at each call. */
  @Benchmark
  public Object change() {
    if (change == Change.DATAVEC_GREY || change == Change.DATAVEC_EQUALIZE) {
      return FramePixels.of(dataVec.transform(writable, null));
    }
    return transform.apply(picture, Seed.of(1).stream("draw", draw++));
  }
}
