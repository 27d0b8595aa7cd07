package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the zip format of {@code torch.save} (PyTorch 1.6 and later): in one folder {@code
 * data.pkl}, the storages as {@code data/KEY}, and {@code byteorder}.
 *
 * <p>All records that are used are checked against their CRC; others are never unpacked.
 */
final class TorchZipReader {
  private static final String PICKLE = "data.pkl";
  private static final int LONGEST_BYTE_ORDER = 16;

  private final WeightsSource source;
  private final Map<String, ZipRecord> records;
  private final String folder;

  private TorchZipReader(WeightsSource source, Map<String, ZipRecord> records)
      throws WeightsFormatException {
    this.source = source;
    this.records = records;
    this.folder = folder();
  }

  static WeightsContent read(WeightsSource source, Map<String, ZipRecord> records)
      throws IOException {
    return new TorchZipReader(source, records).content();
  }

  private WeightsContent content() throws IOException {
    TorchCalls calls = new TorchCalls(source);
    StateDict stateDict = new StateDict(source);
    Map<String, PickleValue.Tensor> found;
    try (PickleInput input = new PickleInput(source, verified(PICKLE))) {
      found = stateDict.find(new PickleInterpreter(source, input, calls).run());
    }
    ByteOrder order = byteOrder();
    Map<String, Long> uses =
        found.values().stream()
            .collect(
                Collectors.groupingBy(tensor -> tensor.storage().key(), Collectors.counting()));
    Map<String, ByteRegion> storages = new HashMap<>();
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, PickleValue.Tensor> entry : found.entrySet()) {
      PickleValue.Storage storage = entry.getValue().storage();
      ByteRegion bytes = storages.get(storage.key());
      if (bytes == null) {
        ZipRecord record = record("data/" + storage.key());
        stateDict.requireLength(storage, record.length());
        record.verify();
        bytes = uses.get(storage.key()) > 1 ? Unpacked.of(record) : record;
        storages.put(storage.key(), bytes);
      }
      tensors.put(entry.getKey(), stateDict.bind(entry.getKey(), entry.getValue(), order, bytes));
    }
    return new WeightsContent(tensors, Map.of());
  }

  private String folder() throws WeightsFormatException {
    List<String> pickles =
        records.keySet().stream()
            .filter(name -> name.indexOf('/') == name.length() - PICKLE.length() - 1)
            .filter(name -> name.endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() > 1) {
      throw source.refuse("holds several saved objects in one zip file");
    }
    if (pickles.isEmpty()) {
      throw source.refuse(
          "is a zip file, but holds no weights: no data.pkl of torch.save, no .npy, no network of DL4J",
          "give the file that torch.save wrote, or a safetensors file");
    }
    String found = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    if (records.containsKey(found + "constants.pkl")) {
      throw source.refuse(
          "is a TorchScript module, which holds code, not a state dictionary",
          "in Python: torch.save(torch.jit.load(file).state_dict(), other_file)");
    }
    return found;
  }

  private ByteOrder byteOrder() throws IOException {
    if (!records.containsKey(folder + "byteorder")) {
      return ByteOrder.LITTLE_ENDIAN; // Before PyTorch 2.1 nothing else was written.
    }
    try (InputStream in = verified("byteorder").open(0)) {
      String text = new String(in.readNBytes(LONGEST_BYTE_ORDER), StandardCharsets.US_ASCII);
      return switch (text) {
        case "little" -> ByteOrder.LITTLE_ENDIAN;
        case "big" -> ByteOrder.BIG_ENDIAN;
        default ->
            throw source.refuse("has the unknown byte order " + WeightsFormatException.quote(text));
      };
    }
  }

  private ZipRecord record(String name) throws WeightsFormatException {
    ZipRecord record = records.get(folder + name);
    if (record == null) {
      throw source.refuse("lacks its record " + WeightsFormatException.quote(name));
    }
    return record;
  }

  private ZipRecord verified(String name) throws IOException {
    ZipRecord record = record(name);
    record.verify();
    return record;
  }
}
