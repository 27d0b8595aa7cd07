package org.graft4j.zoo.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.runtime.AtomicFile;

/**
 * Writes safetensors files: the same tensors always give the same bytes.
 *
 * <p>As in the reference implementation, wider types come first and names are sorted within a type
 * (Python's own files have no other order), so that all values are aligned; the header is filled
 * with spaces to a multiple of 8.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final int CHUNK_VALUES = 1 << 14;

  private SafetensorsWriter() {}

  /** Writes tensors without metadata; see {@link #write(Path, Map, Map)}. */
  public static void write(Path file, Map<String, FloatTensor> tensors) throws IOException {
    write(file, tensors, Map.of());
  }

  /**
   * Writes all tensors into a file beside the given one, then moves it there in one step: the file
   * has its old contents or the new ones, never a part. An existing file is replaced.
   *
   * @param tensors by name; the order does not matter
   * @param metadata free text by key
   * @throws IllegalArgumentException if a name is {@code __metadata__} or no valid Unicode
   * @throws IOException if the file cannot be written; what was there before stays
   */
  public static void write(
      Path file, Map<String, FloatTensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<Map.Entry<String, FloatTensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingInt(
                (Map.Entry<String, FloatTensor> entry) -> -entry.getValue().dtype().bytes())
            .thenComparing(Map.Entry::getKey));
    byte[] header = header(ordered, new TreeMap<>(metadata));

    byte[] headerLength = new byte[Long.BYTES];
    ByteBuffer.wrap(headerLength).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
    AtomicFile.replace(
        file,
        out -> {
          out.write(headerLength);
          out.write(header);
          for (Map.Entry<String, FloatTensor> entry : ordered) {
            writeValues(entry.getValue(), out);
          }
        });
  }

  private static byte[] header(
      List<Map.Entry<String, FloatTensor>> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(unicode(entry.getKey()), unicode(entry.getValue()));
        }
        json.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, FloatTensor> entry : tensors) {
        FloatTensor tensor = entry.getValue();
        long end = offset + (long) tensor.values().length * tensor.dtype().bytes();
        json.writeObjectFieldStart(tensorName(entry.getKey()));
        json.writeStringField("dtype", tensor.dtype().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape(), 0, tensor.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {offset, end}, 0, 2);
        json.writeEndObject();
        offset = end;
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static String tensorName(String name) {
    if (name.equals("__metadata__")) {
      throw new IllegalArgumentException(
          "tensor names must not be __metadata__, which safetensors reserves; rename the tensor");
    }
    return unicode(name);
  }

  private static String unicode(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "names and metadata must be valid Unicode, but "
              + WeightsFormatException.quote(text)
              + " has half a surrogate pair");
    }
    return text;
  }

  private static void writeValues(FloatTensor tensor, OutputStream out) throws IOException {
    float[] values = tensor.values();
    for (int start = 0; start < values.length; start += CHUNK_VALUES) {
      int end = Math.min(values.length, start + CHUNK_VALUES);
      byte[] bytes = new byte[(end - start) * tensor.dtype().bytes()];
      ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = start; i < end; i++) {
        switch (tensor.dtype()) {
          case F16 -> chunk.putShort(HalfPrecision.narrow(values[i]));
          case I64 -> chunk.putLong((long) values[i]);
          default -> chunk.putInt(Float.floatToRawIntBits(values[i]));
        }
      }
      out.write(bytes);
    }
  }
}
