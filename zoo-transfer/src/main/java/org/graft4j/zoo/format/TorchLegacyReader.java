package org.graft4j.zoo.format;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the format of {@code torch.save} before PyTorch 1.6: five pickles (a magic number, the
 * protocol, the system, the object, the keys of the storages), then each storage with its length.
 */
final class TorchLegacyReader {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final WeightsSource source;
  private final TorchCalls calls;
  private final StateDict stateDict;

  private TorchLegacyReader(WeightsSource source) {
    this.source = source;
    this.calls = new TorchCalls(source);
    this.stateDict = new StateDict(source);
  }

  static WeightsContent read(WeightsSource source) throws IOException {
    return new TorchLegacyReader(source).content();
  }

  private WeightsContent content() throws IOException {
    Map<String, PickleValue.Tensor> found;
    Object keys;
    long storagesAt;
    try (PickleInput input = new PickleInput(source, source)) {
      requireHead(input);
      found = stateDict.find(pickle(input));
      keys = pickle(input);
      storagesAt = input.position();
    }
    Map<String, WeightsSource.Slice> storages = storages(keys, storagesAt);
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, PickleValue.Tensor> entry : found.entrySet()) {
      String name = entry.getKey();
      PickleValue.Tensor tensor = entry.getValue();
      WeightsSource.Slice storage = storages.get(tensor.storage().key());
      if (storage == null) {
        throw source.refuse("lacks the storage of tensor " + WeightsFormatException.quote(name));
      }
      tensors.put(name, stateDict.bind(name, tensor, ByteOrder.LITTLE_ENDIAN, storage));
    }
    return new WeightsContent(tensors, Map.of());
  }

  private Object pickle(PickleInput input) throws IOException {
    return new PickleInterpreter(source, input, calls).run();
  }

  private void requireHead(PickleInput input) throws IOException {
    if (!MAGIC.equals(pickle(input))) {
      throw source.refuse(
          "is a Python pickle, but not one of torch.save: its magic number is wrong",
          "save the model's state_dict() with torch.save or as safetensors");
    }
    if (!Long.valueOf(PROTOCOL).equals(pickle(input))) {
      throw source.refuse("is not of PyTorch's legacy protocol " + PROTOCOL);
    }
    if (!(pickle(input) instanceof PickleValue.Dictionary system)
        || !Boolean.TRUE.equals(system.items().get("little_endian"))) {
      // PyTorch writes little endian from every machine and ignores this flag, others may not have:
      // the bytes alone do not tell.
      throw source.refuse(
          "says that it comes from a big-endian machine, so its byte order is uncertain",
          "save it again on a little-endian one, or as safetensors");
    }
  }

  private Map<String, WeightsSource.Slice> storages(Object keys, long start) throws IOException {
    if (!(keys instanceof PickleValue.Sequence list)) {
      throw source.refuse("has no list of storages");
    }
    Map<String, WeightsSource.Slice> slices = new HashMap<>();
    long at = start;
    for (Object key : list.items()) {
      PickleValue.Storage storage = calls.storages().get(key);
      if (storage == null) {
        throw source.refuse("lists a storage that no tensor uses");
      }
      String name = WeightsFormatException.quote(storage.key());
      long elements = source.bytes(at, Long.BYTES, "storage " + name).getLong(0);
      at += Long.BYTES;
      int width = storage.dtype().bytes();
      if (elements != storage.elements()) {
        throw source.refuse(
            String.format(
                Locale.ROOT,
                "storage %s has %d elements, but should have %d",
                name,
                elements,
                storage.elements()));
      }
      if (elements > (source.length() - at) / width) {
        throw source.refuse("ends within storage " + name + ", so it is cut off");
      }
      if (slices.put(storage.key(), source.slice(at, elements * width)) != null) {
        throw source.refuse("lists storage " + name + " twice");
      }
      at += elements * width;
    }
    if (at != source.length() || !slices.keySet().equals(Set.copyOf(calls.storages().keySet()))) {
      throw source.refuse("has bytes too many at its end, or lacks a storage");
    }
    return slices;
  }
}
