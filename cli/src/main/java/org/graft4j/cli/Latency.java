package org.graft4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.graft4j.bundle.ImageClassifier;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long two models take for one prepared picture, warm; turn by turn, so that what else the
 * machine does meets both.
 *
 * @param before median milliseconds
 * @param after median milliseconds
 * @param runs of each
 * @param machine processor
 */
record Latency(double before, double after, int runs, String machine) {
  private static final int WARM = 10;
  private static final int RUNS = 50;
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final String NAME = "model name";

  static Latency of(TrainedModel before, TrainedModel after) {
    try (ImageClassifier one = ImageClassifier.of(before);
        ImageClassifier two = ImageClassifier.of(after);
        INDArray picture = picture(before.input())) {
      double[] first = new double[RUNS];
      double[] second = new double[RUNS];
      for (int run = -WARM; run < RUNS; run++) {
        double a = milliseconds(one, picture);
        double b = milliseconds(two, picture);
        if (run >= 0) {
          first[run] = a;
          second[run] = b;
        }
      }
      return new Latency(median(first), median(second), RUNS, processor());
    }
  }

  private static INDArray picture(InputSpec input) {
    RandomGenerator random = Seed.of(42).stream("latency");
    float[] values = new float[input.depth() * input.height() * input.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.create(values, new long[] {1, input.depth(), input.height(), input.width()}, 'c');
  }

  private static double milliseconds(ImageClassifier classifier, INDArray picture) {
    long start = System.nanoTime();
    classifier.classify(picture, 1);
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String processor() {
    try {
      return Files.readString(CPU, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(NAME))
          .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
          .findFirst()
          .orElseGet(Latency::unnamed);
    } catch (IOException e) {
      return unnamed(); // another system than Linux
    }
  }

  private static String unnamed() {
    return System.getProperty("os.arch") + " of unknown name";
  }
}
