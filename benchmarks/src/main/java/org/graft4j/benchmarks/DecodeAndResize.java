package org.graft4j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.datavec.image.loader.NativeImageLoader;
import org.graft4j.data.InputSpec;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.PictureReader;
import org.graft4j.data.ResizeRule;
import org.nd4j.linalg.api.ndarray.INDArray;
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
 * How many pictures a second come from the bytes of a JPEG file to a normalised tensor on one
 * thread, and how many by DataVec?
 *
 * <p>Ours is Pillow's to the bit, antialiased; DataVec's loader decodes and scales by OpenCV
 * without antialiasing, and does not normalise: it does less.
 *
 * <pre>
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' org.openjdk.jmh.Main DecodeAndResize
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class DecodeAndResize {
  /** Who does it. */
  public enum Reader {
    GRAFT4J,
    DATAVEC
  }

  @Param({"GRAFT4J", "DATAVEC"})
  Reader reader = Reader.GRAFT4J;

  /** Pixels a side of the tensor. */
  @Param({"224"})
  int size;

  // JMH calls setUp before anything else.
  private byte[] jpeg;
  private PicturePreparation preparation;
  private float[] values;
  private NativeImageLoader loader;

  /** Draws a picture of 320 pixels a side. */
  @Setup
  public void setUp() {
    jpeg = LatencyPass.jpeg();
    InputSpec usual = InputSpec.imageNet();
    preparation =
        PicturePreparation.of(
            new InputSpec(
                size,
                size,
                new ResizeRule.ShorterSide(size * 8 / 7),
                usual.channels(),
                usual.mean(),
                usual.std()));
    values = new float[preparation.length()];
    loader = new NativeImageLoader(size, size, 3);
  }

  /** One picture; gives one of its values. */
  @Benchmark
  public float picture() throws IOException {
    if (reader == Reader.DATAVEC) {
      try (INDArray tensor = loader.asMatrix(new ByteArrayInputStream(jpeg))) {
        return tensor.getFloat(0);
      }
    }
    preparation.write(PictureReader.standard().read(jpeg, "picture"), values, 0);
    return values[0];
  }
}
