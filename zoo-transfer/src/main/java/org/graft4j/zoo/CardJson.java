package org.graft4j.zoo;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.graft4j.data.InputSpec;
import org.graft4j.data.InputSpecJson;
import org.graft4j.model.WeightsCard;
import org.graft4j.runtime.StrictJson;

/**
 * A weights card as JSON. Unknown and missing keys are errors. Version 2 writes the preparation of
 * pictures as everything else does ({@link InputSpecJson}); version 1, which had a form of its own
 * for {@code input.resize}, is read.
 */
final class CardJson {
  private static final int SCHEMA_VERSION = 2;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private CardJson() {}

  static String write(WeightsCard card) throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("id", card.id());
    root.put("architecture", card.architecture());
    root.put("upTo", card.upTo().orElse(null));
    InputSpecJson.write(card.input(), root.putObject("input"));
    ArrayNode classes = root.putArray("classes");
    card.classes().forEach(classes::add);
    root.put("licence", card.licence());
    root.put("source", card.source());
    root.put("sha256", card.sha256());
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /**
   * Reads a card.
   *
   * @param place named in messages
   * @throws WeightsCardException if it is no card of a known version
   */
  static WeightsCard read(String place, String json) throws WeightsCardException {
    try {
      JsonNode root = MAPPER.readTree(json);
      return card(new StrictJson("card", root), root);
    } catch (JsonProcessingException e) {
      throw new WeightsCardException(place + " is no weights card: " + noJson(e), e);
    } catch (IllegalArgumentException e) {
      throw new WeightsCardException(place + " is no weights card: " + e.getMessage(), e);
    }
  }

  /** Jackson's own words tell of its settings rather than of the file. */
  private static String noJson(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return "it is damaged, no JSON"
        + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
        + "; fetch or import the weights again";
  }

  private static WeightsCard card(StrictJson card, JsonNode root) {
    int version = card.integer("schemaVersion");
    if (version != 1 && version != SCHEMA_VERSION) {
      throw new IllegalArgumentException("schemaVersion must be 1 or 2, but was " + version);
    }
    if (version == 1) {
      asVersion2(root.path("input"));
    }
    InputSpec input = InputSpecJson.read(card.object("input"));
    WeightsCard read =
        new WeightsCard(
            card.text("id"),
            card.text("architecture"),
            card.any("upTo").isNull() ? Optional.empty() : Optional.of(card.text("upTo")),
            input,
            card.texts("classes"),
            card.text("licence"),
            card.text("source"),
            card.text("sha256"));
    card.requireNothingElse();
    return read;
  }

  /** {@code "squash"} and {@code {"shorterSide": 256}} were the rules of version 1. */
  private static void asVersion2(JsonNode input) {
    if (!(input instanceof ObjectNode spec)) {
      return;
    }
    JsonNode resize = spec.path("resize");
    if (resize.isTextual()) {
      spec.putObject("resize").set("rule", resize);
    } else if (resize.isObject() && resize.size() == 1 && resize.has("shorterSide")) {
      spec.putObject("resize").put("rule", "shorter-side").set("size", resize.get("shorterSide"));
    }
  }
}
