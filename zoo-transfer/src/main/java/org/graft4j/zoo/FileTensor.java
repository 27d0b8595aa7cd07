package org.graft4j.zoo;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.WeightTensor;

/**
 * A tensor that a file should have for a parameter.
 *
 * @param slot the parameter
 * @param name in the file
 * @param shape in the file
 * @param layout how the values lie in it
 * @param places height and width where a matrix reads a picture; else empty
 */
record FileTensor(
    ParameterSlot slot, String name, List<Long> shape, FileLayout layout, List<Long> places) {
  private static final Set<String> FLOATING = Set.of("F64", "F32", "F16", "BF16");

  /** What a tensor of the file has instead of what it should. */
  Optional<String> difference(WeightTensor tensor) {
    List<Long> found = Arrays.stream(tensor.shape()).boxed().toList();
    if (!found.equals(shape)) {
      return Optional.of(name + " is " + found + ", not " + shape);
    }
    return FLOATING.contains(tensor.dtype())
        ? Optional.empty()
        : Optional.of(name + " is of type " + tensor.dtype() + ", not floating");
  }

  /** The values in torch's order. A fresh array. */
  float[] values(WeightTensor tensor) throws IOException {
    return layout.toTorch(tensor.toFloats(), slot.shape(), places);
  }

  /** The number of outputs that a tensor of the file has; empty if it is no such tensor. */
  Optional<Integer> outputs(WeightTensor tensor) {
    long[] found = tensor.shape();
    if (found.length != shape.size() || found.length < 2) {
      return Optional.empty();
    }
    return Optional.of((int) Math.min(found[layout.outputs(found.length)], Integer.MAX_VALUE));
  }
}
