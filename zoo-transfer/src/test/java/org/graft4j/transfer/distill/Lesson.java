package org.graft4j.transfer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.graft4j.testing.Golden;
import org.graft4j.train.objective.FeatureTerm;
import org.graft4j.train.objective.StepBatch;
import org.graft4j.transfer.StageContext;
import org.graft4j.transfer.internal.RowMajor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a teacher made up for a test, and what is compared with them. */
final class Lesson {
  private Lesson() {}

  /** A teacher that has given these rows for the pictures "0", "1" and so on. */
  static TeacherRows teacher(float[] values, long... rowShape) {
    int width = (int) Arrays.stream(rowShape).reduce(1, (a, b) -> a * b);
    List<String> ids = ids(values.length / width);
    StageContext.KeptRows rows =
        new StageContext.KeptRows() {
          @Override
          public long[] rowShape() {
            return rowShape.clone();
          }

          @Override
          public float[] rows(List<String> wanted, int epoch) {
            float[] found = new float[wanted.size() * width];
            for (int i = 0; i < wanted.size(); i++) {
              int from = ids.indexOf(wanted.get(i)) * width;
              System.arraycopy(values, from, found, i * width, width);
            }
            return found;
          }
        };
    return new TeacherRows(rows, new LinkedHashSet<>(ids));
  }

  static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  static StepBatch batch(INDArray output, List<String> ids) {
    return new StepBatch(output, output, ids, 0, 0);
  }

  static INDArray numbers(double[] values, long... shape) {
    long[] strides = Nd4j.getStrides(shape, 'c');
    return Nd4j.create(values, shape, strides, 'c', DataType.DOUBLE);
  }

  static double[] random(int count, long seed) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }

  static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /** The slope of a term by the output is what central differences say. */
  static void assertSlope(FeatureTerm term, INDArray output, StepBatch batch) {
    INDArray slope = Nd4j.zeros(DataType.DOUBLE, output.shape());
    term.compute(output, batch, slope);
    double[] slopes = RowMajor.of(slope);
    INDArray flat = output.reshape(output.length());
    DoubleSupplier value =
        () -> term.compute(output, batch, Nd4j.zeros(DataType.DOUBLE, output.shape()));
    assertSlope(flat, slopes, value);
  }

  /** And that by its own parameter. */
  static void assertOwnSlope(FeatureTerm term, String parameter, INDArray output, StepBatch batch) {
    term.compute(output, batch, Nd4j.zeros(DataType.DOUBLE, output.shape()));
    double[] slopes = RowMajor.of(term.slopes().get(parameter));
    INDArray values = term.parameters().get(parameter);
    DoubleSupplier value =
        () -> term.compute(output, batch, Nd4j.zeros(DataType.DOUBLE, output.shape()));
    assertSlope(values.reshape(values.length()), slopes, value);
  }

  private static void assertSlope(INDArray live, double[] slopes, DoubleSupplier value) {
    double step = 1e-6;
    assertThat(Arrays.stream(slopes).map(Math::abs).max().orElse(0)).isGreaterThan(1e-4);
    for (int i = 0; i < slopes.length; i++) {
      double was = live.getDouble(i);
      live.putScalar(i, was + step);
      double above = value.getAsDouble();
      live.putScalar(i, was - step);
      double below = value.getAsDouble();
      live.putScalar(i, was);
      assertThat(slopes[i])
          .as("slope by number %d", i)
          .isCloseTo((above - below) / (2 * step), within(1e-8));
    }
  }

  static JsonNode golden(String name) {
    try {
      return new ObjectMapper().readTree(Golden.path("losses.json").toFile()).at("/cases/" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All numbers of nested arrays, in their order. */
  static double[] flat(JsonNode node) {
    List<Double> values = new ArrayList<>();
    add(node, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void add(JsonNode node, List<Double> values) {
    if (node.isArray()) {
      node.forEach(child -> add(child, values));
    } else {
      values.add(node.asDouble());
    }
  }
}
