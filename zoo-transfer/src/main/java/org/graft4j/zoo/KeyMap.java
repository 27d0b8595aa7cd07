package org.graft4j.zoo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graft4j.data.InputSpec;
import org.graft4j.zoo.architecture.ParameterSlot;

/**
 * How one scheme of names calls the tensors of some architectures, which themselves have
 * torchvision's names. A record of data: see {@link KeyMaps} for the file that it comes from.
 *
 * @param scheme say {@code timm}
 * @param architectures ids; {@code *} for all
 * @param lists for the rules to look names up in
 * @param rules the first that applies to a name gives the file's
 * @param otherwise what becomes of a name to which none applies
 * @param refusal why such weights do not fit these architectures although their names do; empty if
 *     they do
 * @param normEpsilon epsilon of the batch norms that the weights were trained with, where it is not
 *     that of the architecture
 * @param input preparation of pictures that the weights were trained with, where it is not that of
 *     the architecture
 */
record KeyMap(
    String scheme,
    Set<String> architectures,
    Map<String, Map<String, String>> lists,
    List<NameRule> rules,
    Otherwise otherwise,
    Optional<String> refusal,
    Optional<Double> normEpsilon,
    Optional<InputSpec> input) {

  /** What becomes of a name to which no rule applies. */
  enum Otherwise {
    /** The file has no such tensor. */
    NONE,
    /** It has the same name. */
    SAME,
    /** It has the name, and the shape, of DL4J's parameter. */
    PARAMETER
  }

  KeyMap {
    architectures = Set.copyOf(architectures);
    lists = Map.copyOf(lists);
    rules = List.copyOf(rules);
  }

  boolean isOf(String architecture) {
    return architectures.contains("*") || architectures.contains(architecture);
  }

  /**
   * Where the file has the values of the slots, by the file's names, in the order of the slots.
   *
   * @throws IllegalStateException if two slots have one name, or a layout does not suit a shape:
   *     the map is wrong
   */
  Map<String, FileTensor> tensors(List<ParameterSlot> slots) {
    Map<String, FileTensor> byName = new LinkedHashMap<>();
    for (ParameterSlot slot : slots) {
      FileTensor tensor = tensor(slot);
      FileTensor other = byName.put(tensor.name(), tensor);
      if (other != null) {
        throw new IllegalStateException(
            "names of " + scheme + " must differ, but " + other + " and " + tensor + " are one");
      }
    }
    return byName;
  }

  private FileTensor tensor(ParameterSlot slot) {
    for (NameRule rule : rules) {
      Optional<String> name = rule.name(slot.key(), lists);
      if (name.isPresent()) {
        List<Long> shape =
            rule.layout()
                .shape(slot.shape(), rule.places())
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            slot.key() + " of shape " + slot.shape() + " cannot be " + rule));
        return new FileTensor(slot, name.get(), shape, rule.layout(), rule.places());
      }
    }
    return switch (otherwise) {
      case SAME -> new FileTensor(slot, slot.key(), slot.shape(), FileLayout.SAME, List.of());
      case PARAMETER -> parameter(slot);
      case NONE ->
          new FileTensor(
              slot, scheme + "'s " + slot.key(), slot.shape(), FileLayout.SAME, List.of());
    };
  }

  private static FileTensor parameter(ParameterSlot slot) {
    FileLayout layout =
        switch (slot.layout()) {
          case SAME, ROW -> FileLayout.SAME;
          case RESHAPED -> slot.shape().size() == 2 ? FileLayout.CONVOLUTION : FileLayout.FLAT;
          case TRANSPOSED -> FileLayout.IO;
        };
    List<Long> places = List.of(1L, 1L);
    List<Long> shape = layout.shape(slot.shape(), places).orElse(slot.shape());
    return new FileTensor(slot, slot.parameter(), shape, layout, places);
  }

  /** The file's name of the counter that torch keeps beside those statistics, if it has one. */
  Optional<String> counter(FileTensor tensor) {
    String key = tensor.slot().key();
    int dot = key.lastIndexOf('.');
    if (!key.endsWith(".running_mean")) {
      return Optional.empty();
    }
    String counter = ParameterSlot.counterKey(key.substring(0, dot));
    return rules.stream()
        .flatMap(rule -> rule.name(counter, lists).stream())
        .findFirst()
        .or(() -> otherwise == Otherwise.SAME ? Optional.of(counter) : Optional.empty());
  }
}
