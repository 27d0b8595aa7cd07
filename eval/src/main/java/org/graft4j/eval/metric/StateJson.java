package org.graft4j.eval.metric;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The JSON form of states, version 1: a kind, the version, and exactly the keys of the kind. Sums
 * are texts, because they hold more digits than a number may. What is read takes memory by its
 * length, not by what it claims.
 */
final class StateJson {
  private static final int VERSION = 1;

  /** More classes than any label map has. */
  private static final int MOST_CLASSES = 1 << 20;

  /** What every JSON reader takes without rounding, and what no sum of two exceeds a long by. */
  private static final long MOST = 1L << 53;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final String kind;
  private final ObjectNode root;

  private StateJson(String kind, ObjectNode root) {
    this.kind = kind;
    this.root = root;
  }

  /** What a state of this kind is written into. */
  static StateJson of(String kind) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("kind", kind);
    root.put("schemaVersion", VERSION);
    return new StateJson(kind, root);
  }

  /**
   * Parses a state of this kind.
   *
   * @param keys of the kind, all of which must be there and no other
   */
  static StateJson parse(String json, String kind, String... keys) throws MalformedStateException {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedStateException(
          kind + " must be JSON, but was not: " + e.getOriginalMessage(), e);
    }
    if (!(node instanceof ObjectNode root)) {
      throw new MalformedStateException(kind + " must be a JSON object, but was " + shown(node));
    }
    StateJson state = new StateJson(kind, root);
    state.requireHeader();
    List<String> known = new ArrayList<>(List.of("kind", "schemaVersion"));
    known.addAll(List.of(keys));
    for (String key : known) {
      if (!root.has(key)) {
        throw state.malformed(key, "must be there", root.get(key));
      }
    }
    for (String key : (Iterable<String>) root::fieldNames) {
      if (!known.contains(key)) {
        throw new MalformedStateException(
            "unknown key '" + shortened(key) + "' of " + kind + "; known: " + known);
      }
    }
    return state;
  }

  private void requireHeader() throws MalformedStateException {
    JsonNode said = root.path("kind");
    if (!said.isTextual() || !said.textValue().equals(kind)) {
      throw new MalformedStateException(
          "kind of the state must be " + kind + ", but was " + shown(said));
    }
    JsonNode version = root.path("schemaVersion");
    if (!version.isInt() || version.intValue() != VERSION) {
      throw malformed("schemaVersion", "must be " + VERSION, version);
    }
  }

  StateJson put(String key, long count) {
    root.put(key, count);
    return this;
  }

  StateJson put(String key, double number) {
    root.put(key, number);
    return this;
  }

  StateJson put(String key, long[] counts) {
    ArrayNode array = root.putArray(key);
    for (long count : counts) {
      array.add(count);
    }
    return this;
  }

  StateJson put(String key, double[] numbers) {
    ArrayNode array = root.putArray(key);
    for (double number : numbers) {
      array.add(number);
    }
    return this;
  }

  StateJson put(String key, ExactSum sum) {
    root.put(key, sum.text());
    return this;
  }

  StateJson put(String key, ExactSum[] sums) {
    ArrayNode array = root.putArray(key);
    for (ExactSum sum : sums) {
      array.add(sum.text());
    }
    return this;
  }

  /** What was put, as text. */
  String text() {
    return root.toString();
  }

  /** A whole number, not negative. */
  long count(String key) throws MalformedStateException {
    return count(key, root.get(key));
  }

  /** A number of classes: at least 1, and not absurd. */
  int classes(String key) throws MalformedStateException {
    long value = count(key);
    if (value < 1 || value > MOST_CLASSES) {
      throw malformed(key, "must be from 1 to " + MOST_CLASSES, root.get(key));
    }
    return (int) value;
  }

  private long count(String key, JsonNode node) throws MalformedStateException {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 0
        || node.longValue() > MOST) {
      throw malformed(key, "must be a whole number from 0 to " + MOST, node);
    }
    return node.longValue();
  }

  /** Whole numbers, none negative, at least one, whose sum is such a number too. */
  long[] counts(String key) throws MalformedStateException {
    long[] counts = indices(key);
    if (counts.length == 0) {
      throw malformed(key, "must not be empty", root.get(key));
    }
    long sum = 0;
    for (long count : counts) {
      sum += count;
      if (sum > MOST) {
        throw malformed(key, "must not add up to more than " + MOST, root.get(key));
      }
    }
    return counts;
  }

  /** Whole numbers, none negative. */
  long[] indices(String key) throws MalformedStateException {
    JsonNode array = array(key);
    long[] counts = new long[array.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = count(key, array.get(i));
    }
    return counts;
  }

  /** A finite number. */
  double number(String key) throws MalformedStateException {
    return number(key, root.get(key));
  }

  private double number(String key, JsonNode node) throws MalformedStateException {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw malformed(key, "must be a finite number", node);
    }
    return node.doubleValue();
  }

  /** Finite numbers. */
  double[] numbers(String key) throws MalformedStateException {
    JsonNode array = array(key);
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(key, array.get(i));
    }
    return numbers;
  }

  /**
   * A sum of numbers that are each from 0 to a largest one.
   *
   * @param n how many were added
   */
  ExactSum sum(String key, long n, double largest) throws MalformedStateException {
    return sum(key, root.get(key), n, 0, largest);
  }

  /** A sum of any finite numbers, which is 0 if none was added. */
  ExactSum sum(String key, long n) throws MalformedStateException {
    return sum(key, root.get(key), n, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  private ExactSum sum(String key, JsonNode node, long n, double smallest, double largest)
      throws MalformedStateException {
    if (!node.isTextual()) {
      throw malformed(key, "must be a sum as text", node);
    }
    ExactSum sum;
    try {
      sum = ExactSum.parse(node.textValue());
    } catch (IllegalArgumentException e) {
      throw new MalformedStateException(kind + "." + key + ": " + e.getMessage(), e);
    }
    if (!sum.isSumOf(n, smallest, largest)) {
      throw malformed(
          key,
          String.format(Locale.ROOT, "must be a sum of %d in [%s, %s]", n, smallest, largest),
          node);
    }
    return sum;
  }

  /** Sums, each of so many numbers from 0 to a largest one. */
  ExactSum[] sums(String key, long[] n, double largest) throws MalformedStateException {
    JsonNode array = array(key);
    requireLength(key, array.size(), n.length);
    ExactSum[] sums = new ExactSum[n.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sum(key, array.get(i), n[i], 0, largest);
    }
    return sums;
  }

  void requireLength(String key, int length, int expected) throws MalformedStateException {
    if (length != expected) {
      throw new MalformedStateException(
          String.format(
              Locale.ROOT, "%s.%s must have length %d, but had %d", kind, key, expected, length));
    }
  }

  /** For a number that is right alone but not beside the others. */
  MalformedStateException contradiction(String key, String must) {
    return malformed(key, must, root.get(key));
  }

  private JsonNode array(String key) throws MalformedStateException {
    JsonNode node = root.get(key);
    if (!node.isArray()) {
      throw malformed(key, "must be an array", node);
    }
    return node;
  }

  private MalformedStateException malformed(String key, String must, JsonNode was) {
    return new MalformedStateException(
        String.format(Locale.ROOT, "%s.%s %s, but was %s", kind, key, must, shown(was)));
  }

  private static String shown(JsonNode node) {
    return node == null || node.isMissingNode() ? "missing" : shortened(node.toString());
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
