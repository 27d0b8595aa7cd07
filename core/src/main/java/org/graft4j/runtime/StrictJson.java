package org.graft4j.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One object of a JSON document, read key by key: a key that is missing, of another type, or that
 * nobody asked for is an error with its path. Problems are {@link IllegalArgumentException}s.
 * Confined to one thread.
 */
public final class StrictJson {
  private final String path;
  private final JsonNode object;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * An object.
   *
   * @param path where it is, for messages; the file's name for the root
   */
  public StrictJson(String path, JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(path + " must be an object, but was " + shorten(node));
    }
    this.path = path;
    this.object = node;
  }

  /** The place of a key, for messages. */
  public String path(String key) {
    return path + "." + key;
  }

  /** Whether the key is there; it may be, from then on. */
  public boolean has(String key) {
    asked.add(key);
    return object.has(key);
  }

  /** Its value, of any type. */
  public JsonNode any(String key) {
    asked.add(key);
    JsonNode value = object.get(key);
    if (value == null) {
      throw new IllegalArgumentException(path + "." + key + " is missing");
    }
    return value;
  }

  /** An object under a key. */
  public StrictJson object(String key) {
    return new StrictJson(path + "." + key, any(key));
  }

  /** A text. */
  public String text(String key) {
    return text(path + "." + key, any(key));
  }

  /** A whole number below 2^31. */
  public int integer(String key) {
    JsonNode value = any(key);
    if (!value.isInt()) {
      throw wrong(path + "." + key, "a whole number below 2^31", value);
    }
    return value.intValue();
  }

  /** A whole number. */
  public long longInteger(String key) {
    JsonNode value = any(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(path + "." + key, "a whole number", value);
    }
    return value.longValue();
  }

  /** A number. */
  public double number(String key) {
    JsonNode value = any(key);
    if (!value.isNumber()) {
      throw wrong(path + "." + key, "a number", value);
    }
    return value.doubleValue();
  }

  /** An array of objects. */
  public List<StrictJson> objects(String key) {
    List<StrictJson> objects = new ArrayList<>();
    for (JsonNode element : array(key)) {
      objects.add(new StrictJson(path(key) + "[" + objects.size() + "]", element));
    }
    return objects;
  }

  /** An array of texts. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(key)) {
      texts.add(text(path + "." + key + "[" + texts.size() + "]", element));
    }
    return texts;
  }

  /** An array of numbers. */
  public List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : array(key)) {
      if (!element.isNumber()) {
        throw wrong(path + "." + key + "[" + numbers.size() + "]", "a number", element);
      }
      numbers.add(element.doubleValue());
    }
    return numbers;
  }

  /** All keys with their texts; every key is allowed. */
  public Map<String, String> textMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      asked.add(field.getKey());
      map.put(field.getKey(), text(path + "." + field.getKey(), field.getValue()));
    }
    return map;
  }

  /** To be called when everything has been asked for. */
  public void requireNothingElse() {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!asked.contains(field.getKey())) {
        String hint =
            asked.isEmpty()
                ? ""
                : "; did you mean '" + NearestName.of(field.getKey(), asked) + "'?";
        throw new IllegalArgumentException("unknown key " + path(field.getKey()) + hint);
      }
    }
  }

  private JsonNode array(String key) {
    JsonNode value = any(key);
    if (!value.isArray()) {
      throw wrong(path + "." + key, "an array", value);
    }
    return value;
  }

  private static String text(String path, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(path, "a text", value);
    }
    return value.textValue();
  }

  private static IllegalArgumentException wrong(String path, String wanted, JsonNode value) {
    return new IllegalArgumentException(
        path + " must be " + wanted + ", but was " + shorten(value));
  }

  private static String shorten(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
