package org.graft4j.zoo.architecture;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights and inputs by a formula of their name and place, so that golden values need no files: see
 * the README beside them.
 */
public final class DeterministicFill {
  private final long seed;
  private final Map<String, Double> scaled;

  /** The seed and the factors of single tensors that the golden file names. */
  public DeterministicFill(long seed, Map<String, Double> scaled) {
    this.seed = seed;
    this.scaled = scaled;
  }

  /** Sets all parameters. */
  public void fill(ComputationGraph graph) {
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      slot.set(graph, tensor(slot.key(), slot.shape()));
    }
  }

  /** The values of one tensor of a state dictionary, in C order. */
  public float[] tensor(String key, List<Long> shape) {
    float[] values = new float[Math.toIntExact(shape.stream().reduce(1L, (a, b) -> a * b))];
    double fanIn = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
    String last = key.substring(key.lastIndexOf('.') + 1);
    double factor = scaled.getOrDefault(key, 1.0);
    double spread = Math.sqrt(3) * Math.sqrt(2 / fanIn);
    long start = start(key);
    IntStream.range(0, values.length)
        .parallel()
        .forEach(
            i -> {
              double u = u(start, i);
              double value =
                  shape.size() >= 2 && !last.equals("layer_scale")
                      ? u * spread
                      : switch (last) {
                        case "layer_scale" -> 0.2 + 0.1 * u;
                        case "running_var" -> 1 + 0.2 * Math.abs(u);
                        case "weight" -> 1 + 0.1 * u;
                        default -> 0.1 * u;
                      };
              values[i] = (float) (value * factor);
            });
    return values;
  }

  /** Pictures {@code [batch, 3, height, width]} of unit variance. */
  public INDArray input(long... shape) {
    float[] values = new float[Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (u(start("input"), i) * Math.sqrt(3));
    }
    return Nd4j.create(values, shape, 'c');
  }

  double u(String key, long index) {
    return u(start(key), index);
  }

  private long start(String key) {
    return fnv1a64(key) + (seed << 32);
  }

  private static double u(long start, long index) {
    return (splitmix64(start + index) >>> 11) * 0x1p-53 * 2 - 1;
  }

  private static long fnv1a64(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static long splitmix64(long x) {
    long z = x + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
