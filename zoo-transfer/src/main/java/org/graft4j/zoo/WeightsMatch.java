package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.format.WeightTensor;

/**
 * The tensors of a file held against an architecture: every parameter is found with its shape under
 * the name that the file's scheme has for it, and every tensor is used or ignored for a reason.
 *
 * @param network the form that the tensors fill
 * @param tensors what it takes from the file, in the order of its layers
 * @param names the scheme of the file's names
 * @param classes classes of the head, 0 without one
 * @param ignored names of tensors that are not needed
 */
record WeightsMatch(
    Network network, List<FileTensor> tensors, KeyMap names, int classes, List<String> ignored) {

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
    NamedTensors named = NamedTensors.recognised(architecture, input, tensors.keySet());
    if (named.names().refusal().isPresent()) {
      throw new WeightsMismatchException(
          file
              + " does not fit "
              + architecture.id()
              + ": "
              + named.names().refusal().get()
              + "; its tensors have the names of "
              + named.names().scheme());
    }
    int classes = 0;
    for (FileTensor head : named.head()) {
      WeightTensor tensor = tensors.get(head.name());
      if (tensor != null) {
        classes = Math.max(Math.max(1, classes), head.outputs(tensor).orElse(1));
      }
    }
    Network whole = named.whole(classes);
    Network network = cut.isEmpty() ? whole : named.cutAt(cut.get());
    Map<String, FileTensor> known = named.of(whole);
    Map<String, FileTensor> wanted = named.of(network);
    Set<String> counters = named.counters(known);

    List<String> missing =
        wanted.keySet().stream().filter(name -> !tensors.containsKey(name)).toList();
    List<String> different = new ArrayList<>();
    Set<String> surplus = new LinkedHashSet<>();
    List<String> ignored = new ArrayList<>();
    for (WeightTensor tensor : tensors.values()) {
      FileTensor expected = known.get(tensor.name());
      if (expected == null) {
        (counters.contains(tensor.name()) ? ignored : surplus).add(tensor.name());
        continue;
      }
      expected.difference(tensor).ifPresent(different::add);
      if (!wanted.containsKey(tensor.name())) {
        ignored.add(tensor.name());
      }
    }
    if (!missing.isEmpty() || !surplus.isEmpty() || !different.isEmpty()) {
      throw new WeightsMismatchException(
          new MismatchText(file, named, tensors).of(cut, missing, List.copyOf(surplus), different));
    }
    return new WeightsMatch(
        network, List.copyOf(wanted.values()), named.names(), cut.isEmpty() ? classes : 0, ignored);
  }
}
