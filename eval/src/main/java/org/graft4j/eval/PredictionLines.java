package org.graft4j.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.LabelMap;
import org.jspecify.annotations.Nullable;

/** The two kinds of lines of a {@link PredictionFile}. */
final class PredictionLines {
  private static final int VERSION = 1;

  /** Names of classes in a message: of more of them nobody reads. */
  private static final int NAMED = 10;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator("\n")
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(64)
                  .maxStringLength(65536)
                  .build())
          // To be refused by their names.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private PredictionLines() {}

  /**
   * What the first line says.
   *
   * @param samples lines that follow; -1 if it does not say
   */
  record Header(LabelMap labels, int samples) {}

  static void write(OutputStream out, PredictionTable table) throws IOException {
    LabelMap labels = table.labels();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("schemaVersion", VERSION);
      json.writeNumberField("samples", table.size());
      json.writeArrayFieldStart("labels");
      for (String name : labels.names()) {
        json.writeString(name);
      }
      json.writeEndArray();
      json.writeEndObject();
      for (int i = 0; i < table.size(); i++) {
        json.writeStartObject();
        json.writeStringField("id", table.ids().get(i));
        json.writeStringField("label", labels.name(table.label(i)));
        json.writeFieldName("probabilities");
        json.writeArray(table.probabilities(i), 0, labels.size());
        json.writeEndObject();
      }
    }
    out.write('\n');
  }

  static Header header(ByteLines line) throws IOException {
    List<String> names = new ArrayList<>();
    int version = -1;
    int samples = -1;
    boolean named = false;
    try (JsonParser json = JSON.createParser(line.bytes(), line.start(), line.length())) {
      expect(json, JsonToken.START_OBJECT, "an object with schemaVersion and labels");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        switch (key) {
          case "schemaVersion" -> {
            once(version >= 0, key);
            version = whole(json, key);
          }
          case "samples" -> {
            once(samples >= 0, key);
            samples = whole(json, key);
          }
          case "labels" -> {
            once(named, key);
            named = true;
            names(json, names);
          }
          default ->
              throw new IllegalArgumentException(
                  "unknown key '" + key + "'; known: schemaVersion, samples, labels");
        }
      }
      end(json);
    }
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be "
              + VERSION
              + ", but was "
              + (version < 0 ? "missing: the first line must say it, and the labels" : version));
    }
    return new Header(LabelMap.of(names), samples);
  }

  private static void names(JsonParser json, List<String> names) throws IOException {
    expect(json, JsonToken.START_ARRAY, "labels, an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new IllegalArgumentException("labels must be texts, but one was " + said(json));
      }
      names.add(json.getText());
    }
  }

  private static int whole(JsonParser json, String key) throws IOException {
    expect(json, JsonToken.VALUE_NUMBER_INT, key + ", a whole number");
    if (json.getNumberType() != JsonParser.NumberType.INT || json.getIntValue() < 0) {
      throw new IllegalArgumentException(
          key + " must be from 0 to " + Integer.MAX_VALUE + ", but was " + said(json));
    }
    return json.getIntValue();
  }

  static void sample(ByteLines line, LabelMap labels, PredictionTable.Builder table)
      throws IOException {
    @Nullable String id = null;
    @Nullable String label = null;
    double[] probabilities = new double[labels.size()];
    int given = -1;
    try (JsonParser json = JSON.createParser(line.bytes(), line.start(), line.length())) {
      expect(json, JsonToken.START_OBJECT, "an object with id, label and probabilities");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        switch (key) {
          case "id" -> {
            once(id != null, key);
            expect(json, JsonToken.VALUE_STRING, "id, a text");
            id = json.getText();
          }
          case "label" -> {
            once(label != null, key);
            expect(json, JsonToken.VALUE_STRING, "label, a text");
            label = json.getText();
          }
          case "probabilities" -> {
            once(given >= 0, key);
            given = probabilities(json, probabilities);
          }
          default ->
              throw new IllegalArgumentException(
                  "unknown key '" + key + "'; known: id, label, probabilities");
        }
      }
      end(json);
    }
    if (id == null || id.isBlank()) {
      throw new IllegalArgumentException(
          "id must not be blank" + (id == null ? ", but is missing" : ""));
    }
    if (given != labels.size()) {
      throw new IllegalArgumentException(
          "'"
              + id
              + "' must have a probability for each of "
              + labels.size()
              + " classes, but had "
              + Math.max(0, given));
    }
    table.add(id, index(labels, id, label), probabilities);
  }

  private static int index(LabelMap labels, String id, @Nullable String label) {
    if (label == null) {
      throw new IllegalArgumentException("label of '" + id + "' must be given, but is missing");
    }
    return labels
        .indexOf(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "label of '"
                        + id
                        + "' must be one of "
                        + (labels.size() <= NAMED
                            ? labels.toString()
                            : "the " + labels.size() + " classes of the first line")
                        + ", but was '"
                        + label
                        + "'"));
  }

  private static int probabilities(JsonParser json, double[] probabilities) throws IOException {
    expect(json, JsonToken.START_ARRAY, "probabilities, an array");
    int given = 0;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
        throw new IllegalArgumentException(
            "probabilities must be numbers, but one was " + said(json));
      }
      if (given < probabilities.length) {
        probabilities[given] = json.getDoubleValue();
      }
      given++;
    }
    return given;
  }

  private static void once(boolean before, String key) {
    if (before) {
      throw new IllegalArgumentException("key '" + key + "' must come once, but came twice");
    }
  }

  private static void expect(JsonParser json, JsonToken token, String what) throws IOException {
    if (json.nextToken() != token) {
      throw new IllegalArgumentException("there must be " + what + ", but was " + said(json));
    }
  }

  private static void end(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
      throw new IllegalArgumentException(
          "there must be one object on a line, but behind it was " + said(json));
    }
  }

  private static String said(JsonParser json) throws IOException {
    String text = json.currentToken() == null ? "nothing" : json.getText();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
