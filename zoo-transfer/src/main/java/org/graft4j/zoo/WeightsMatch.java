package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.WeightTensor;

/**
 * The tensors of a file held against an architecture: every parameter is found with its shape, and
 * every tensor is used or ignored for a reason.
 *
 * @param network the form that the tensors fill
 * @param slots its parameters
 * @param classes classes of the head, 0 without one
 * @param ignored names of tensors that are not needed
 */
record WeightsMatch(Network network, List<ParameterSlot> slots, int classes, List<String> ignored) {
  private static final Set<String> FLOATING = Set.of("F64", "F32", "F16", "BF16");

  /**
   * Holds them against each other.
   *
   * @param file named in messages
   * @throws WeightsMismatchException naming the tensors that are missing, surplus or of another
   *     shape or type
   * @throws IllegalArgumentException if the architecture has no such group
   */
  static WeightsMatch of(
      String file,
      Map<String, WeightTensor> tensors,
      Architecture architecture,
      InputSpec input,
      Optional<String> cut)
      throws WeightsMismatchException {
    String head = head(architecture, input);
    WeightTensor headWeight = tensors.get(head + ".weight");
    boolean hasHead = headWeight != null || tensors.containsKey(head + ".bias");
    int classes =
        headWeight != null && headWeight.shape().length == 2
            ? (int) Math.min(headWeight.shape()[0], Integer.MAX_VALUE)
            : 1;
    Network whole = architecture.network(NetworkForm.whole(input, hasHead ? classes : 0));
    Network network =
        cut.isEmpty() ? whole : architecture.network(NetworkForm.cutAt(input, cut.get()));
    Map<String, ParameterSlot> known = byKey(ParameterSlot.of(whole.configuration()));
    List<ParameterSlot> wanted = ParameterSlot.of(network.configuration());

    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (ParameterSlot slot : wanted) {
      if (!tensors.containsKey(slot.key())) {
        missing.add(slot.key());
      }
    }
    Set<String> surplus = new LinkedHashSet<>();
    List<String> ignored = new ArrayList<>();
    Set<String> used = byKey(wanted).keySet();
    for (WeightTensor tensor : tensors.values()) {
      ParameterSlot slot = known.get(tensor.name());
      if (slot == null) {
        (isCounter(tensor.name(), known) ? ignored : surplus).add(tensor.name());
        continue;
      }
      difference(tensor, slot).ifPresent(different::add);
      if (!used.contains(tensor.name())) {
        ignored.add(tensor.name());
      }
    }
    if (!missing.isEmpty() || !surplus.isEmpty() || !different.isEmpty()) {
      throw new WeightsMismatchException(
          new MismatchText(file, architecture, input, tensors)
              .of(cut, missing, List.copyOf(surplus), different));
    }
    return new WeightsMatch(network, wanted, cut.isEmpty() && hasHead ? classes : 0, ignored);
  }

  /** Slots by torch's name, in their order. */
  static Map<String, ParameterSlot> byKey(List<ParameterSlot> slots) {
    Map<String, ParameterSlot> byKey = new LinkedHashMap<>();
    slots.forEach(slot -> byKey.put(slot.key(), slot));
    return byKey;
  }

  /** Torch's name of the architecture's classifying layer. */
  static String head(Architecture architecture, InputSpec input) {
    return architecture.network(NetworkForm.whole(input, 1)).logits().orElseThrow();
  }

  /** Whether it is the number of batches that a batch norm of the network has seen. */
  static boolean isCounter(String name, Map<String, ParameterSlot> known) {
    int dot = name.lastIndexOf('.');
    return dot > 0
        && name.equals(ParameterSlot.counterKey(name.substring(0, dot)))
        && known.containsKey(name.substring(0, dot) + ".running_mean");
  }

  private static Optional<String> difference(WeightTensor tensor, ParameterSlot slot) {
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    if (!shape.equals(slot.shape())) {
      return Optional.of(tensor.name() + " is " + shape + ", not " + slot.shape());
    }
    return FLOATING.contains(tensor.dtype())
        ? Optional.empty()
        : Optional.of(tensor.name() + " is of type " + tensor.dtype() + ", not floating");
  }
}
