package org.graft4j.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graft4j.data.LabelMap;
import org.graft4j.runtime.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * Predictions as a file of JSON lines, so that they can be measured again without the model, or
 * come from another one: a first line with the classes, then a line for each sample.
 *
 * <pre>{@code
 * {"schemaVersion":1,"labels":["daisy","rose"]}
 * {"id":"a/1.jpg","label":"rose","probabilities":[0.25,0.75]}
 * }</pre>
 *
 * <p>Probabilities are written so that reading gives the same numbers. A file is read line by line:
 * memory grows with the predictions, not with what a line claims.
 */
public final class PredictionFile {
  private static final int VERSION = 1;

  /** Enough for ten thousand classes. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(64)
                  .maxStringLength(65536)
                  .build())
          .build();

  private PredictionFile() {}

  /**
   * Writes a table; the file appears whole or not at all.
   *
   * @param overwrite whether a file there may be replaced
   */
  public static void write(Path file, PredictionTable table, boolean overwrite) throws IOException {
    AtomicFile.write(
        file,
        overwrite,
        out -> {
          out.write(bytes(header(table.labels())));
          for (int i = 0; i < table.size(); i++) {
            out.write(bytes(line(table, i)));
          }
        });
  }

  private static byte[] bytes(String line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String header(LabelMap labels) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("schemaVersion", VERSION);
      json.writeArrayFieldStart("labels");
      for (String name : labels.names()) {
        json.writeString(name);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static String line(PredictionTable table, int sample) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("id", table.ids().get(sample));
      json.writeStringField("label", table.labels().name(table.label(sample)));
      json.writeArrayFieldStart("probabilities");
      for (double p : table.probabilities(sample)) {
        json.writeNumber(p);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * Reads what {@link #write} wrote, or another program did in the same form.
   *
   * @throws MalformedPredictionsException if it is anything else; the message names the line
   */
  public static PredictionTable read(Path file) throws IOException {
    int number = 1;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      LabelMap labels = labels(line(lines));
      PredictionTable.Builder table = PredictionTable.of(labels);
      for (String line = line(lines); line != null; line = line(lines)) {
        number++;
        if (!line.isBlank()) {
          add(table, labels, line);
        }
      }
      return table.build();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String problem =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new MalformedPredictionsException(file + ", line " + number + ": " + problem, e);
    }
  }

  /** At most as long as a line may be; null at the end. */
  private static @Nullable String line(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() == LONGEST_LINE) {
        throw new IllegalArgumentException(
            "a line must have at most " + LONGEST_LINE + " characters, but has more");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static LabelMap labels(@Nullable String header) throws IOException {
    if (header == null) {
      throw new IllegalArgumentException("there must be predictions, but the file is empty");
    }
    List<String> names = new ArrayList<>();
    int version = 0;
    try (JsonParser json = JSON.createParser(header)) {
      expect(json, JsonToken.START_OBJECT, "an object with schemaVersion and labels");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        switch (key) {
          case "schemaVersion" -> {
            expect(json, JsonToken.VALUE_NUMBER_INT, "schemaVersion, a number");
            version = json.getIntValue();
          }
          case "labels" -> {
            expect(json, JsonToken.START_ARRAY, "labels, an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
              names.add(json.getText());
            }
          }
          default ->
              throw new IllegalArgumentException(
                  "unknown key '" + key + "'; known: schemaVersion, labels");
        }
      }
    }
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be " + VERSION + ", but was " + version);
    }
    return LabelMap.of(names);
  }

  private static void add(PredictionTable.Builder table, LabelMap labels, String line)
      throws IOException {
    String id = "";
    String label = "";
    double[] probabilities = new double[labels.size()];
    int given = 0;
    try (JsonParser json = JSON.createParser(line)) {
      expect(json, JsonToken.START_OBJECT, "an object with id, label and probabilities");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        switch (key) {
          case "id" -> {
            expect(json, JsonToken.VALUE_STRING, "id, a text");
            id = json.getText();
          }
          case "label" -> {
            expect(json, JsonToken.VALUE_STRING, "label, a text");
            label = json.getText();
          }
          case "probabilities" -> {
            expect(json, JsonToken.START_ARRAY, "probabilities, an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
              double value = json.getDoubleValue();
              if (given < probabilities.length) {
                probabilities[given] = value;
              }
              given++;
            }
          }
          default ->
              throw new IllegalArgumentException(
                  "unknown key '" + key + "'; known: id, label, probabilities");
        }
      }
    }
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must not be blank");
    }
    if (labels.indexOf(label).isEmpty()) {
      throw new IllegalArgumentException(
          "label of '" + id + "' must be one of " + labels.names() + ", but was '" + label + "'");
    }
    table.add(
        id,
        labels.indexOf(label).getAsInt(),
        given == labels.size() ? probabilities : new double[Math.min(given, LONGEST_LINE)]);
  }

  private static void expect(JsonParser json, JsonToken token, String what) throws IOException {
    if (json.nextToken() != token) {
      throw new IllegalArgumentException("there must be " + what + ", but was " + json.getText());
    }
  }
}
