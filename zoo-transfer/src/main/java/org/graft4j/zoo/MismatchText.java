package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.graft4j.zoo.architecture.Architecture;
import org.graft4j.zoo.architecture.Architectures;
import org.graft4j.zoo.format.WeightTensor;

/** One line on weights that do not fit, with the names, and with the remedy where it shows. */
record MismatchText(String file, NamedTensors named, Map<String, WeightTensor> tensors) {
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
            + named.architecture().id()
            + cut.map(group -> " up to " + group).orElse("")
            + scheme()
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
        .filter(other -> !other.id().equals(named.architecture().id()))
        .filter(this::fits)
        .map(Architecture::id)
        .findFirst();
  }

  private boolean fits(Architecture other) {
    NamedTensors as = NamedTensors.recognised(other, other.input(), tensors.keySet());
    return as.hasOnly(tensors)
        && other.groups().stream()
            .skip(1) // the lowest group alone says too little
            .anyMatch(group -> as.hasAll(tensors, group));
  }

  private Optional<String> highestComplete() {
    return named.architecture().groups().stream()
        .filter(group -> named.hasAll(tensors, group))
        .reduce((lower, higher) -> higher);
  }

  /** Names of another scheme than torchvision's are told apart, since both may be meant. */
  private String scheme() {
    String scheme = named.names().scheme();
    return scheme.equals("torchvision") ? "" : " by the names of " + scheme;
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
