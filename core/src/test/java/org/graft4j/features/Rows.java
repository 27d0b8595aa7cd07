package org.graft4j.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Spaces, keys and rows to fill a cache with. */
final class Rows {
  static final int WIDTH = 6;

  private Rows() {}

  static FeatureSpace space(String trunk) {
    return space(trunk, Precision.FLOAT32);
  }

  static FeatureSpace space(String trunk, Precision precision) {
    return new FeatureSpace(
        trunk,
        "pool",
        InputSpec.imageNet(),
        FeatureSpace.PLAIN,
        List.of(2L, WIDTH / 2L),
        precision,
        "tests");
  }

  static List<RowKey> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(Rows::key).toList();
  }

  static RowKey key(int number) {
    return RowKey.of(String.format(Locale.ROOT, "%064x", number), 0, "item");
  }

  /** Rows that depend on their number alone. */
  static INDArray rows(int from, int to) {
    float[] values = new float[(to - from) * WIDTH];
    for (int i = from; i < to; i++) {
      RandomGenerator random = Seed.of(i).stream("row");
      for (int j = 0; j < WIDTH; j++) {
        values[(i - from) * WIDTH + j] = (float) random.nextGaussian();
      }
    }
    return array(values, to - from);
  }

  static INDArray array(float[] values, int n) {
    long[] shape = {n, 2, WIDTH / 2};
    return Nd4j.create(values, shape, Nd4j.getStrides(shape, 'c'), 'c', DataType.FLOAT);
  }

  /** Stores rows in a handle of their own. */
  static void store(FeatureCache cache, FeatureSpace space, int from, int to) {
    try (FeatureRows rows = cache.rows(space)) {
      rows.missing(keys(from, to));
      rows.reserve(to - from);
      rows.put(keys(from, to), rows(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> shards(Path folder) throws IOException {
    return files(folder).stream().filter(f -> f.toString().endsWith(".rows")).toList();
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static long bytes(Path folder) throws IOException {
    long sum = 0;
    for (Path file : files(folder)) {
      sum += Files.size(file);
    }
    return sum;
  }
}
