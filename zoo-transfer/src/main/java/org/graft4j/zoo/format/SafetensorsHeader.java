package org.graft4j.zoo.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file: for each name the type, the shape and the place of the
 * values behind the header, and the metadata.
 *
 * <p>Read as a stream of tokens, in the order of the file, with every name once; whether the places
 * fit the file is for {@link SafetensorsReader} to check. As in the reference implementation
 * (huggingface/safetensors), unknown fields of a tensor are skipped.
 */
final class SafetensorsHeader {
  /** What the header says of one tensor; checked only as far as types and signs go. */
  static final class Entry {
    private final DType dtype;
    private final long[] shape;
    private final long begin;
    private final long end;

    Entry(DType dtype, long[] shape, long begin, long end) {
      this.dtype = dtype;
      this.shape = shape;
      this.begin = begin;
      this.end = end;
    }

    DType dtype() {
      return dtype;
    }

    long[] shape() {
      return shape.clone();
    }

    long begin() {
      return begin;
    }

    long end() {
      return end;
    }
  }

  private final WeightsSource source;
  private final JsonParser json;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader(WeightsSource source, JsonParser json) {
    this.source = source;
    this.json = json;
  }

  static SafetensorsHeader parse(WeightsSource source, ByteRegion bytes) throws IOException {
    try (InputStream in = bytes.open(0);
        JsonParser json = HeaderJson.parser(in)) {
      SafetensorsHeader header = new SafetensorsHeader(source, json);
      header.readAll();
      return header;
    } catch (JsonProcessingException notJson) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "its header is no valid JSON, character %d: %s",
              notJson.getLocation() == null ? 0 : notJson.getLocation().getCharOffset(),
              WeightsFormatException.quote(notJson.getOriginalMessage())));
    } catch (CharacterCodingException notUtf8) {
      throw source.refuse("its header is no valid UTF-8");
    }
  }

  Map<String, Entry> entries() {
    return entries;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private void readAll() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
    boolean metadataSeen = false;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (name.equals("__metadata__")) {
        if (metadataSeen) {
          throw twice(name);
        }
        metadataSeen = true;
        readMetadata();
      } else if (entries.put(name, readEntry(name)) != null) {
        throw twice(name);
      }
    }
    if (json.nextToken() != null) {
      throw source.refuse("its header goes on behind the closing brace");
    }
  }

  private void readMetadata() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "__metadata__");
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      expect(json.nextToken(), JsonToken.VALUE_STRING, "__metadata__ " + quote(key));
      if (metadata.put(key, json.getText()) != null) {
        throw twice(key);
      }
    }
  }

  private Entry readEntry(String name) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "tensor " + quote(name));
    String dtype = null;
    long[] shape = null;
    long[] place = null;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      String what = field + " of tensor " + quote(name);
      switch (field) {
        case "dtype" -> {
          expect(json.currentToken(), JsonToken.VALUE_STRING, what);
          dtype = once(dtype, json.getText(), what);
        }
        case "shape" -> shape = once(shape, readNumbers(what), what);
        case "data_offsets" -> place = once(place, readNumbers(what), what);
        default -> json.skipChildren();
      }
    }
    if (dtype == null || shape == null || place == null || place.length != 2) {
      throw source.refuse(
          String.format(
              Locale.ROOT, "tensor %s lacks a dtype, a shape or two data_offsets", quote(name)));
    }
    return new Entry(type(name, dtype), shape, place[0], place[1]);
  }

  private DType type(String name, String dtype) throws WeightsFormatException {
    return DType.named(dtype)
        .orElseThrow(
            () ->
                source.refuse(
                    String.format(
                        Locale.ROOT, "tensor %s has the type %s", quote(name), quote(dtype)),
                    "convert it to one of " + Arrays.toString(DType.values())));
  }

  private long[] readNumbers(String what) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, what);
    long[] numbers = new long[TensorLayout.HIGHEST_RANK];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
      if (count == TensorLayout.HIGHEST_RANK
          || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw source.refuse(what + " has a number beyond 64 bits or more than 64 of them");
      }
      numbers[count] = json.getLongValue();
      if (numbers[count++] < 0) {
        throw source.refuse(what + " has the negative number " + numbers[count - 1]);
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private void expect(@Nullable JsonToken token, JsonToken expected, String what)
      throws WeightsFormatException {
    if (token != expected) {
      throw source.refuse(
          String.format(Locale.ROOT, "%s must be %s, but was %s", what, expected, token));
    }
  }

  private <T> T once(@Nullable T before, T now, String what) throws WeightsFormatException {
    if (before != null) {
      throw source.refuse(what + " is there twice");
    }
    return now;
  }

  private WeightsFormatException twice(String name) {
    return source.refuse("the name " + quote(name) + " is there twice");
  }

  private static String quote(String text) {
    return WeightsFormatException.quote(text);
  }
}
