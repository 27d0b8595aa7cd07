package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the state dictionary in what a pickle made, and takes the prefixes of wrappers off its
 * names. {@link WeightsFile} documents both rules for users.
 */
final class StateDict {
  private static final List<String> PLACES =
      List.of("state_dict", "model_state_dict", "model", "module", "net");

  /** DataParallel, Lightning and own modules, feature extractors, torch.compile. */
  private static final List<String> WRAPPERS =
      List.of("module.", "model.", "backbone.", "net.", "network.", "_orig_mod.");

  private final WeightsSource source;

  StateDict(WeightsSource source) {
    this.source = source;
  }

  /** The tensors by name, without wrappers' prefixes, in the order of the dictionary. */
  Map<String, PickleValue.Tensor> find(Object root) throws WeightsFormatException {
    if (!(root instanceof PickleValue.Dictionary dictionary)) {
      throw source.refuse(
          "does not hold a dictionary of tensors", "save the model's state_dict() instead");
    }
    Map<String, PickleValue.Tensor> tensors = tensors(place(dictionary));
    if (tensors.isEmpty()) {
      throw source.refuse(
          "holds no tensor at its root or under one of " + PLACES + otherPlaces(dictionary),
          "save the state_dict() of the model alone");
    }
    return strip(tensors);
  }

  /** Binds a tensor of the pickle to the bytes of its storage. */
  WeightTensor bind(String name, PickleValue.Tensor tensor, ByteOrder order, ByteRegion storage) {
    return new WeightTensor(
        source, name, tensor.storage().dtype(), order, storage, tensor.layout());
  }

  /** Compares the bytes that a storage has with what the pickle says of it. */
  void requireLength(PickleValue.Storage storage, long bytes) throws IOException {
    int width = storage.dtype().bytes();
    if (bytes % width != 0 || bytes / width != storage.elements()) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "storage %s has %d bytes, but should have %d elements of %s",
              WeightsFormatException.quote(storage.key()),
              bytes,
              storage.elements(),
              storage.dtype()));
    }
  }

  private PickleValue.Dictionary place(PickleValue.Dictionary root) throws WeightsFormatException {
    List<String> found = new ArrayList<>();
    for (String key : PLACES) {
      if (inner(root, key).filter(StateDict::hasTensor).isPresent()) {
        found.add(key);
      }
    }
    if (found.size() > 1) {
      throw source.refuse(
          "holds several dictionaries of tensors: " + found,
          "save the one that is meant on its own");
    }
    return found.isEmpty() ? root : inner(root, found.get(0)).orElseThrow();
  }

  private static Optional<PickleValue.Dictionary> inner(PickleValue.Dictionary root, String key) {
    return root.items().get(key) instanceof PickleValue.Dictionary inner
        ? Optional.of(inner)
        : Optional.empty();
  }

  private static boolean hasTensor(PickleValue.Dictionary dictionary) {
    return dictionary.items().values().stream().anyMatch(PickleValue.Tensor.class::isInstance);
  }

  private String otherPlaces(PickleValue.Dictionary root) {
    List<String> others =
        root.items().entrySet().stream()
            .filter(e -> e.getValue() instanceof PickleValue.Dictionary d && hasTensor(d))
            .map(e -> e.getKey() instanceof String key ? key : "?")
            .map(WeightsFormatException::quote)
            .limit(10)
            .toList();
    return others.isEmpty() ? "" : ", only under " + others;
  }

  private Map<String, PickleValue.Tensor> tensors(PickleValue.Dictionary dictionary)
      throws WeightsFormatException {
    Map<String, PickleValue.Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : dictionary.items().entrySet()) {
      if (entry.getValue() instanceof PickleValue.Tensor tensor) {
        if (!(entry.getKey() instanceof String name)) {
          throw source.refuse("has a tensor whose name is no text");
        }
        tensors.put(name, tensor);
      }
    }
    return tensors;
  }

  private static Map<String, PickleValue.Tensor> strip(Map<String, PickleValue.Tensor> tensors) {
    int stripped = 0;
    for (int before = -1; before < stripped; ) {
      before = stripped;
      int from = stripped;
      for (String wrapper : WRAPPERS) {
        if (tensors.keySet().stream().allMatch(name -> name.startsWith(wrapper, from))) {
          stripped += wrapper.length();
          break;
        }
      }
    }
    Map<String, PickleValue.Tensor> bare = new LinkedHashMap<>();
    for (Map.Entry<String, PickleValue.Tensor> entry : tensors.entrySet()) {
      bare.put(entry.getKey().substring(stripped), entry.getValue());
    }
    return bare;
  }
}
