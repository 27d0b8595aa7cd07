package org.graft4j.bundle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.data.InputSpecJson;
import org.graft4j.data.LabelMap;
import org.graft4j.model.Decision;
import org.graft4j.model.Provenance;
import org.graft4j.runtime.StrictJson;

/**
 * The entry {@code graft4j.json}: all of a bundle that is not the network.
 *
 * @param parameters numbers in coefficients.bin
 * @param sha256 digest of coefficients.bin, 64 hexadecimal digits
 * @param stored form of coefficients.bin
 */
record Manifest(
    LabelMap labels,
    InputSpec input,
    Optional<ModelReport> report,
    Provenance provenance,
    Decision decision,
    long parameters,
    String sha256,
    StoredWeights stored) {

  /**
   * 2 has an interpolation in its input spec, and may have other than three channels; 3 has a
   * decision; 4 has parameters in a form that DL4J does not read. Other bundles are written as 3,
   * for the releases that know no 4.
   */
  static final int SCHEMA_VERSION = 4;

  private static final int PLAIN_VERSION = 3;

  private static final String ROOT = "graft4j.json";

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build();
  }

  byte[] toJson() throws IOException {
    JsonMapper mapper = mapper();
    ObjectNode root = mapper.createObjectNode();
    boolean plain = stored == StoredWeights.FLOAT32;
    root.put("schemaVersion", plain ? PLAIN_VERSION : SCHEMA_VERSION);
    labels.names().forEach(root.putArray("labels")::add);
    InputSpecJson.write(input, root.putObject("inputSpec"));
    if (report.isPresent()) {
      root.set("report", parseReport(mapper, report.get()));
    } else {
      root.putNull("report");
    }
    provenance.facts().forEach(root.putObject("provenance")::put);
    DecisionJson.write(decision, root.putObject("decision"));
    ObjectNode coefficients = root.putObject("coefficients");
    coefficients.put("count", parameters).put("sha256", sha256);
    if (!plain) {
      coefficients.put("form", stored.id());
    }
    return mapper.writeValueAsString(root).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parseReport(JsonMapper mapper, ModelReport report) {
    try {
      JsonNode node = mapper.readTree(report.toJson());
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "report.toJson() must be one JSON object, but was not: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("report.toJson() must be one JSON object, but was not");
  }

  static Manifest parse(Path file, byte[] json) throws IOException {
    try {
      return parse(new StrictJson(ROOT, mapper().readTree(json)));
    } catch (JsonProcessingException e) {
      throw new BundleFormatException(
          file, "is damaged: graft4j.json is no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BundleFormatException(file, "is no bundle that can be read: " + e.getMessage(), e);
    }
  }

  private static Manifest parse(StrictJson root) {
    int version = root.integer("schemaVersion");
    if (version < 1 || version > SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schemaVersion must be 1 to "
              + SCHEMA_VERSION
              + ", but was "
              + version
              + "; use the release of Graft4J that wrote it");
    }
    LabelMap labels = LabelMap.of(root.texts("labels"));
    InputSpec input = InputSpecJson.read(root.object("inputSpec"));
    JsonNode report = root.any("report");
    if (!report.isNull() && !report.isObject()) {
      throw new IllegalArgumentException("graft4j.json.report must be an object or null");
    }
    Provenance provenance = new Provenance(root.object("provenance").textMap());
    // A key of a later schema is an unknown one in an earlier.
    Decision decision = version < 3 ? Decision.PLAIN : DecisionJson.read(root.object("decision"));
    StrictJson coefficients = root.object("coefficients");
    long count = coefficients.longInteger("count");
    String sha256 = coefficients.text("sha256");
    StoredWeights form =
        version <= PLAIN_VERSION
            ? StoredWeights.FLOAT32
            : StoredWeights.parse(coefficients.text("form"));
    coefficients.requireNothingElse();
    root.requireNothingElse();
    String text = report.toString();
    Optional<ModelReport> stored = report.isNull() ? Optional.empty() : Optional.of(() -> text);
    return new Manifest(labels, input, stored, provenance, decision, count, sha256, form);
  }
}
