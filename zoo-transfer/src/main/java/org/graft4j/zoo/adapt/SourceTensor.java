package org.graft4j.zoo.adapt;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.zoo.format.WeightTensor;

/**
 * A tensor that may be copied.
 *
 * @param shape torch's, or DL4J's
 * @param dtype as in a weights file
 * @param values in C order, read when they are asked for
 */
record SourceTensor(List<Long> shape, String dtype, Values values) {
  private static final Set<String> FLOATING = Set.of("F64", "F32", "F16", "BF16");
  private static final int LONGEST = 100;

  /** Reads them. */
  interface Values {
    float[] read() throws IOException;
  }

  static SourceTensor of(WeightTensor tensor) {
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    return new SourceTensor(shape, tensor.dtype(), tensor::toFloats);
  }

  static SourceTensor of(Place place, ComputationGraph graph) {
    return new SourceTensor(place.shape(), "F32", () -> place.get(graph));
  }

  boolean floating() {
    return FLOATING.contains(dtype);
  }

  /** A name from a file, cut short and without control characters. */
  static String printable(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
  }
}
