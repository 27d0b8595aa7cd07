package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.architecture.NetworkForm;
import org.graft4j.zoo.architecture.ParameterSlot;
import org.graft4j.zoo.format.WeightTensor;

/** One line on weights that do not fit, with the names, and with the remedy where it shows. */
record MismatchText(
    String file, Architecture architecture, InputSpec input, Map<String, WeightTensor> tensors) {
  private static final int NAMED = 4;

  String of(
      Optional<String> cut, List<String> missing, List<String> surplus, List<String> different) {
    List<String> parts = new ArrayList<>();
    if (!missing.isEmpty()) {
      parts.add("missing " + some(missing));
    }
    if (!surplus.isEmpty()) {
      parts.add("unknown " + some(surplus));
    }
    if (!different.isEmpty()) {
      parts.add("different " + some(different));
    }
    String what =
        file
            + " does not fit "
            + architecture.id()
            + cut.map(group -> " up to " + group).orElse("")
            + ": "
            + String.join("; ", parts);
    return what + remedy(cut, missing, surplus, different);
  }

  private String remedy(
      Optional<String> cut, List<String> missing, List<String> surplus, List<String> different) {
    Optional<String> other = looksLike();
    if (other.isPresent()) {
      return ". It looks like " + other.get();
    }
    if (surplus.isEmpty() && different.isEmpty() && !missing.isEmpty()) {
      Optional<String> top = highestComplete();
      if (top.isPresent() && !top.equals(cut)) {
        return ". It is complete up to "
            + top.get()
            + ": cut the backbone there (--features-at "
            + top.get()
            + ")";
      }
    }
    return "";
  }

  /** Another architecture all of whose groups, or the lower ones, these tensors fill exactly. */
  private Optional<String> looksLike() {
    if (tensors.isEmpty()) {
      return Optional.empty();
    }
    return Architectures.all().stream()
        .filter(other -> !other.id().equals(architecture.id()))
        .filter(other -> fits(other))
        .map(Architecture::id)
        .findFirst();
  }

  private boolean fits(Architecture other) {
    String head = WeightsMatch.head(other, other.input());
    Map<String, ParameterSlot> slots = slots(other, Optional.empty());
    for (WeightTensor tensor : tensors.values()) {
      String name = tensor.name();
      ParameterSlot slot = slots.get(name);
      boolean ofHead = name.startsWith(head + ".");
      boolean sameShape = slot != null && slot.shape().equals(shape(tensor));
      if (!ofHead && !sameShape && !WeightsMatch.isCounter(name, slots)) {
        return false;
      }
    }
    return other.groups().stream()
        .skip(1) // the lowest group alone says too little
        .anyMatch(group -> tensors.keySet().containsAll(slots(other, Optional.of(group)).keySet()));
  }

  private Optional<String> highestComplete() {
    return architecture.groups().stream()
        .filter(
            group -> tensors.keySet().containsAll(slots(architecture, Optional.of(group)).keySet()))
        .reduce((lower, higher) -> higher);
  }

  private Map<String, ParameterSlot> slots(Architecture of, Optional<String> cut) {
    InputSpec size = of.id().equals(architecture.id()) ? input : of.input();
    NetworkForm form =
        cut.map(group -> NetworkForm.cutAt(size.height(), size.width(), group))
            .orElseGet(() -> NetworkForm.whole(size.height(), size.width(), 1));
    return WeightsMatch.byKey(ParameterSlot.of(of.network(form).configuration()));
  }

  private static List<Long> shape(WeightTensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /** The first few, each cut short and without control characters: they come from the file. */
  private static String some(List<String> names) {
    List<String> first =
        names.stream()
            .limit(NAMED)
            .map(name -> name.replaceAll("[^\\x20-\\x7e]", "?"))
            .map(name -> name.length() > 100 ? name.substring(0, 100) + "..." : name)
            .toList();
    String rest = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    return String.join(", ", first) + rest;
  }
}
