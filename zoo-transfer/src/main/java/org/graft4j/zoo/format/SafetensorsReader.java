package org.graft4j.zoo.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads safetensors: 8 bytes with the length of the header, the header, the values.
 *
 * <p>As strict as the reference implementation (huggingface/safetensors): the values of all tensors
 * lie one behind the other, and cover the rest of the file without a hole, an overlap or a byte too
 * many.
 */
final class SafetensorsReader {
  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST_HEADER = 100_000_000;

  private SafetensorsReader() {}

  static WeightsContent read(WeightsSource source) throws IOException {
    long headerLength = headerLength(source);
    WeightsSource.Slice headerBytes = source.slice(LENGTH_BYTES, headerLength);
    SafetensorsHeader header = SafetensorsHeader.parse(source, headerBytes);
    long dataStart = LENGTH_BYTES + headerLength;
    checkPlaces(source, header.entries(), source.length() - dataStart);

    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, SafetensorsHeader.Entry> named : header.entries().entrySet()) {
      SafetensorsHeader.Entry entry = named.getValue();
      WeightsSource.Slice values =
          source.slice(dataStart + entry.begin(), entry.end() - entry.begin());
      tensors.put(
          named.getKey(),
          new WeightTensor(
              source,
              named.getKey(),
              entry.dtype(),
              ByteOrder.LITTLE_ENDIAN,
              values,
              TensorLayout.dense(entry.shape())));
    }
    return new WeightsContent(tensors, header.metadata());
  }

  private static long headerLength(WeightsSource source) throws IOException {
    long length = source.bytes(0, LENGTH_BYTES, "header length").getLong(0);
    if (length < 2 || length > LONGEST_HEADER) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "announces a header of %s bytes, where 2 to %d are allowed",
              Long.toUnsignedString(length),
              LONGEST_HEADER));
    }
    if (length > source.length() - LENGTH_BYTES) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "announces a header of %d bytes, but has %d in all, so it is cut off",
              length,
              source.length()));
    }
    byte first = source.bytes(LENGTH_BYTES, 1, "header").get(0);
    if (first != '{') {
      throw source.refuse("its header does not start with '{'");
    }
    return length;
  }

  private static void checkPlaces(
      WeightsSource source, Map<String, SafetensorsHeader.Entry> entries, long dataLength)
      throws WeightsFormatException {
    List<Map.Entry<String, SafetensorsHeader.Entry>> byPlace = new ArrayList<>(entries.entrySet());
    byPlace.sort(
        Comparator.comparingLong(
                (Map.Entry<String, SafetensorsHeader.Entry> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long covered = 0;
    for (Map.Entry<String, SafetensorsHeader.Entry> named : byPlace) {
      SafetensorsHeader.Entry entry = named.getValue();
      String name = WeightsFormatException.quote(named.getKey());
      if (entry.begin() != covered || entry.end() < entry.begin()) {
        throw source.refuse(
            String.format(
                Locale.ROOT,
                "tensor %s lies at %d to %d, where %d was next",
                name,
                entry.begin(),
                entry.end(),
                covered));
      }
      long count = TensorLayout.count(entry.shape()).orElse(-1L);
      long bytes = entry.end() - entry.begin();
      if (count < 0
          || bytes % entry.dtype().bytes() != 0
          || bytes / entry.dtype().bytes() != count) {
        throw source.refuse(
            String.format(
                Locale.ROOT,
                "tensor %s has %d bytes, which do not fit its shape and type",
                name,
                bytes));
      }
      covered = entry.end();
    }
    if (covered != dataLength) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "has %d bytes of values where its header asks for %d, so it is cut off or damaged",
              dataLength,
              covered));
    }
  }
}
