package org.graft4j.zoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.graft4j.data.InputSpec;
import org.graft4j.data.ResizeRule;
import org.graft4j.model.WeightsCard;

/** A weights card as JSON. Unknown and missing keys are errors. */
final class CardJson {
  private static final int SCHEMA_VERSION = 1;
  private static final String SQUASH = "squash";
  private static final Set<String> CARD =
      Set.of(
          "schemaVersion",
          "id",
          "architecture",
          "upTo",
          "input",
          "classes",
          "licence",
          "source",
          "sha256");
  private static final Set<String> INPUT =
      Set.of("height", "width", "resize", "channels", "mean", "std");
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private CardJson() {}

  static String write(WeightsCard card) throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("id", card.id());
    root.put("architecture", card.architecture());
    root.put("upTo", card.upTo().orElse(null));
    ObjectNode input = root.putObject("input");
    input.put("height", card.input().height());
    input.put("width", card.input().width());
    if (card.input().resize() instanceof ResizeRule.ShorterSide shorter) {
      input.putObject("resize").put("shorterSide", shorter.size());
    } else {
      input.put("resize", SQUASH);
    }
    input.put("channels", card.input().channels().name());
    ArrayNode mean = input.putArray("mean");
    card.input().mean().forEach(mean::add);
    ArrayNode std = input.putArray("std");
    card.input().std().forEach(std::add);
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
   * @throws WeightsCardException if it is no card of this version
   */
  static WeightsCard read(String place, String json) throws WeightsCardException {
    try {
      JsonNode root = object(MAPPER.readTree(json), "card", CARD);
      if (root.get("schemaVersion").asInt() != SCHEMA_VERSION) {
        throw new IllegalArgumentException(
            "schemaVersion must be 1, but was " + root.get("schemaVersion"));
      }
      return new WeightsCard(
          text(root, "id"),
          text(root, "architecture"),
          root.get("upTo").isNull() ? Optional.empty() : Optional.of(text(root, "upTo")),
          input(object(root.get("input"), "input", INPUT)),
          list(root, "classes", JsonNode::isTextual, JsonNode::textValue),
          text(root, "licence"),
          text(root, "source"),
          text(root, "sha256"));
    } catch (JsonProcessingException e) {
      throw new WeightsCardException(place + " is no weights card: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new WeightsCardException(place + " is no weights card: " + e.getMessage(), e);
    }
  }

  private static InputSpec input(JsonNode input) {
    return new InputSpec(
        number(input, "height"),
        number(input, "width"),
        resize(input.get("resize")),
        InputSpec.ChannelOrder.valueOf(text(input, "channels")),
        list(input, "mean", JsonNode::isNumber, JsonNode::doubleValue),
        list(input, "std", JsonNode::isNumber, JsonNode::doubleValue));
  }

  private static ResizeRule resize(JsonNode resize) {
    if (resize.isTextual() && resize.textValue().equals(SQUASH)) {
      return new ResizeRule.Squash();
    }
    JsonNode shorter = object(resize, "resize", Set.of("shorterSide"));
    return new ResizeRule.ShorterSide(number(shorter, "shorterSide"));
  }

  private static JsonNode object(JsonNode node, String name, Set<String> keys) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(name + " must be an object, but was " + node);
    }
    Set<String> found = new TreeSet<>();
    node.fieldNames().forEachRemaining(found::add);
    if (!found.equals(keys)) {
      throw new IllegalArgumentException(
          name + " must have the keys " + new TreeSet<>(keys) + ", but has " + found);
    }
    return node;
  }

  private static String text(JsonNode node, String key) {
    if (!node.get(key).isTextual()) {
      throw new IllegalArgumentException(key + " must be text, but was " + node.get(key));
    }
    return node.get(key).textValue();
  }

  private static int number(JsonNode node, String key) {
    if (!node.get(key).canConvertToInt() || !node.get(key).isIntegralNumber()) {
      throw new IllegalArgumentException(key + " must be an integer, but was " + node.get(key));
    }
    return node.get(key).intValue();
  }

  private static <T> List<T> list(
      JsonNode node, String key, Predicate<JsonNode> fits, Function<JsonNode, T> value) {
    List<T> values = new ArrayList<>();
    for (JsonNode element : node.get(key)) {
      if (!fits.test(element)) {
        throw new IllegalArgumentException(key + " must be a plain list, but was " + node.get(key));
      }
      values.add(value.apply(element));
    }
    if (!node.get(key).isArray()) {
      throw new IllegalArgumentException(key + " must be a list, but was " + node.get(key));
    }
    return values;
  }
}
