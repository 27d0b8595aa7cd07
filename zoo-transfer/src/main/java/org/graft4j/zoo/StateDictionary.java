package org.graft4j.zoo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.FloatTensor;

/** The parameters of a network under torch's names and in its shapes, to be written to a file. */
public final class StateDictionary {
  private StateDictionary() {}

  /**
   * All parameters and batch-norm statistics, copied.
   *
   * @param half whether they are stored in half precision, rounded to the nearest
   * @throws IllegalArgumentException if a layer has no counterpart in torch
   */
  public static Map<String, FloatTensor> of(ComputationGraph graph, boolean half) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (ParameterSlot slot : ParameterSlot.of(graph)) {
      long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
      float[] values = slot.get(graph);
      tensors.put(
          slot.key(), half ? FloatTensor.f16(values, shape) : FloatTensor.f32(values, shape));
    }
    return tensors;
  }
}
