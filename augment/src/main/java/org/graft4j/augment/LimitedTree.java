package org.graft4j.augment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A document of a few levels as a tree. Unlike Jackson's own reading it refuses duplicate keys, and
 * YAML's anchors, aliases and tags: a short text could stand for an endless tree, or for a class.
 */
final class LimitedTree {
  private static final int DEPTH = 100;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;

  private LimitedTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The one value of a document.
   *
   * @throws IllegalArgumentException if there is none or more than one, if it is nested too deep,
   *     or has what is not allowed
   */
  static JsonNode read(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new IllegalArgumentException("must hold an augmentation, but is empty");
    }
    JsonNode root = new LimitedTree(parser).value(first, 0);
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException("must end after the augmentation, but goes on");
    }
    return root;
  }

  private JsonNode value(JsonToken token, int depth) throws IOException {
    requirePlain();
    if (depth > DEPTH) {
      throw new IllegalArgumentException("must be nested at most " + DEPTH + " levels deep");
    }
    return switch (token) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  /**
   * By JSON's grammar in YAML too, which would read {@code 0224} as octal, so as 148. What no
   * double holds is kept as its text: it is refused as no number, and shown as it was written.
   */
  private JsonNode number(JsonToken token) throws IOException {
    String text = parser.getText();
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "numbers must be written as in JSON, such as 16 or 0.5, but one was " + text + line());
    }
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      return NODES.numberNode(parser.getIntValue());
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value)
        ? NODES.numberNode(value)
        : NODES.rawValueNode(new RawValue(text));
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      requirePlain();
      String key = parser.currentName();
      if (object.has(key)) {
        throw new IllegalArgumentException("key '" + key + "' is there twice" + line());
      }
      object.set(key, value(parser.nextToken(), depth + 1));
    }
    return object;
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      array.add(value(t, depth + 1));
    }
    return array;
  }

  private void requirePlain() throws IOException {
    if (parser.getObjectId() != null || parser.getTypeId() != null || alias()) {
      throw new IllegalArgumentException(
          "must have no anchors, aliases and tags, but has one" + line());
    }
  }

  private boolean alias() {
    return parser instanceof com.fasterxml.jackson.dataformat.yaml.YAMLParser yaml
        && yaml.isCurrentAlias();
  }

  private String line() {
    return " in line " + parser.currentLocation().getLineNr();
  }
}
