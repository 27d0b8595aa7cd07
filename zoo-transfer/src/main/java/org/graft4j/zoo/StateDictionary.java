package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.FloatTensor;

/** The parameters of a network under torch's names and in its shapes, to be written to a file. */
public final class StateDictionary {
  private static final String STATISTICS = ".running_mean";
  private static final String LAST_STATISTICS = ".running_var";

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
      tensors.put(slot.key(), tensor(slot, graph, half));
    }
    return tensors;
  }

  /**
   * All that {@code state_dict()} of torchvision's model has, in its order and in single precision,
   * bit for bit; frozen layers are looked through. {@code load_state_dict} takes it strictly.
   *
   * <p>The counters {@code num_batches_tracked}, which DL4J does not keep, are there as 0. Torch
   * uses them only where a batch norm has no momentum, which no model of torchvision's does.
   *
   * @throws IllegalArgumentException if a layer has no counterpart in torch
   */
  public static Map<String, FloatTensor> ofTorch(ComputationGraph graph) {
    Map<String, ParameterSlot> slots = new LinkedHashMap<>();
    ParameterSlot.of(graph).forEach(slot -> slots.put(slot.key(), slot));
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (String key : torchKeys(List.copyOf(slots.values()))) {
      ParameterSlot slot = slots.get(key);
      tensors.put(key, slot == null ? FloatTensor.counter(0) : tensor(slot, graph, false));
    }
    return tensors;
  }

  /** The names of these parameters and of the counters beside them, in torch's order. */
  static List<String> torchKeys(List<ParameterSlot> slots) {
    List<String> keys = new ArrayList<>();
    for (ParameterSlot slot : slots) {
      String key = slot.key();
      String module = key.substring(0, Math.max(0, key.lastIndexOf('.')));
      keys.add(isOwn(key) ? firstOf(module, keys) : keys.size(), key);
      if (key.endsWith(LAST_STATISTICS) && keys.contains(module + STATISTICS)) {
        keys.add(ParameterSlot.counterKey(module));
      }
    }
    return keys;
  }

  /** Whether a module that has other modules has it itself: torch names such parameters first. */
  private static boolean isOwn(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return !last.equals("weight") && !last.equals("bias") && !last.startsWith("running_");
  }

  private static int firstOf(String module, List<String> keys) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).startsWith(module + ".")) {
        return i;
      }
    }
    return keys.size();
  }

  private static FloatTensor tensor(ParameterSlot slot, ComputationGraph graph, boolean half) {
    long[] shape = slot.shape().stream().mapToLong(Long::longValue).toArray();
    float[] values = slot.get(graph);
    return half ? FloatTensor.f16(values, shape) : FloatTensor.f32(values, shape);
  }
}
