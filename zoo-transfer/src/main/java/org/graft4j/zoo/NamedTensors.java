package org.graft4j.zoo;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Network;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.WeightTensor;

/**
 * The tensors of one architecture as one scheme of names calls them.
 *
 * @param architecture whose tensors they are
 * @param input pictures that it takes
 * @param names the scheme
 */
record NamedTensors(Architecture architecture, InputSpec input, KeyMap names) {

  /** The scheme that has most of a file's names; torchvision's if several have the same number. */
  static NamedTensors recognised(Architecture architecture, InputSpec input, Set<String> file) {
    return KeyMaps.of(architecture.id()).stream()
        .map(names -> new NamedTensors(architecture, input, names))
        .max(
            Comparator.comparingLong((NamedTensors named) -> named.known(file))
                // Of equals max takes the last one, but torchvision's is the first.
                .thenComparing(named -> named.names().scheme().equals("torchvision")))
        .orElseThrow();
  }

  /** How many of a file's names are of the scheme. */
  long known(Set<String> file) {
    return of(whole(1)).keySet().stream().filter(file::contains).count();
  }

  /** The scheme of a file, with the preparation of pictures that its weights are trained with. */
  static NamedTensors asPublished(Architecture architecture, Set<String> file) {
    InputSpec usual = architecture.input();
    KeyMap names = recognised(architecture, usual, file).names();
    return new NamedTensors(architecture, names.input().orElse(usual), names);
  }

  /** All groups, and a head of that many classes. */
  Network whole(int classes) {
    return architecture.network(NetworkForm.whole(input, classes));
  }

  /** The groups up to that one. */
  Network cutAt(String group) {
    return architecture.network(NetworkForm.cutAt(input, group));
  }

  /**
   * The tensors of a form of the network by their names in the file, in the order of its layers.
   */
  Map<String, FileTensor> of(Network network) {
    return names.tensors(ParameterSlot.of(network.configuration()));
  }

  /** Those of the head. */
  List<FileTensor> head() {
    Network network = whole(1);
    String head = network.head().orElseThrow() + ".";
    return of(network).values().stream()
        .filter(tensor -> tensor.slot().key().startsWith(head))
        .toList();
  }

  /** The names of counters beside these tensors, which nothing needs. */
  Set<String> counters(Map<String, FileTensor> tensors) {
    Set<String> counters = new LinkedHashSet<>();
    tensors.values().forEach(tensor -> names.counter(tensor).ifPresent(counters::add));
    return counters;
  }

  /** Whether a file has every tensor of the groups up to that one. */
  boolean hasAll(Map<String, WeightTensor> file, String group) {
    return file.keySet().containsAll(of(cutAt(group)).keySet());
  }

  /** Whether all of a file's tensors are this architecture's, whatever the size of its head. */
  boolean hasOnly(Map<String, WeightTensor> file) {
    Map<String, FileTensor> known = new HashMap<>(of(whole(1)));
    Set<String> counters = counters(known);
    Set<String> head = new LinkedHashSet<>();
    head().forEach(tensor -> head.add(tensor.name()));
    return file.values().stream()
        .allMatch(
            tensor -> {
              FileTensor expected = known.get(tensor.name());
              return head.contains(tensor.name())
                  || counters.contains(tensor.name())
                  || (expected != null && expected.difference(tensor).isEmpty());
            });
  }
}
