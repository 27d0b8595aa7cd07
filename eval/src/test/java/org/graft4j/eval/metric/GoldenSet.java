package org.graft4j.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.graft4j.testing.Golden;
import org.junit.jupiter.api.DynamicTest;

/**
 * A golden set whose values are taken one by one, so that a value that no test looked at is a
 * failure.
 */
final class GoldenSet {
  /** 12 digits are stored. */
  static final Offset<Double> TOLERANCE = within(1e-9);

  private final ObjectNode rest;

  GoldenSet(JsonNode set) {
    this.rest = set.deepCopy();
  }

  interface Check {
    void of(GoldenSet set);
  }

  /** A test for each set of a group, which must take every value. */
  static Stream<DynamicTest> tests(String group, Check check) throws IOException {
    return golden(group).properties().stream()
        .map(set -> DynamicTest.dynamicTest(set.getKey(), () -> checkAll(set.getValue(), check)));
  }

  static void checkAll(JsonNode node, Check check) {
    GoldenSet set = new GoldenSet(node);
    check.of(set);
    assertThat(set.left("", set.rest)).as("values that nothing was compared with").isEmpty();
  }

  static JsonNode golden(String group) throws IOException {
    return new ObjectMapper().readTree(Golden.path("metrics.json").toFile()).get(group);
  }

  /** Whether there is such a value, not taken yet. */
  boolean has(String path) {
    return !rest.at("/" + path).isMissingNode();
  }

  /** A value, by its keys with slashes between; once. */
  JsonNode take(String path) {
    int cut = path.lastIndexOf('/');
    JsonNode parent = cut < 0 ? rest : rest.at("/" + path.substring(0, cut));
    JsonNode value = parent.path(path.substring(cut + 1));
    assertThat(value.isMissingNode()).as("'%s' is missing or was taken", path).isFalse();
    ((ObjectNode) parent).remove(path.substring(cut + 1));
    return value;
  }

  /** Compares a number with the one at a path; null there is undefined here. */
  void equal(String path, OptionalDouble actual) {
    equal(path, actual, take(path));
  }

  static void equal(String name, OptionalDouble actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isEmpty();
    } else {
      assertThat(actual).as(name).isPresent();
      assertThat(actual.orElseThrow()).as(name).isCloseTo(expected.doubleValue(), TOLERANCE);
    }
  }

  /** Where the reference gives 0 for what is undefined. */
  void equalOrZero(String path, OptionalDouble actual) {
    assertThat(actual.orElse(0)).as(path).isCloseTo(take(path).doubleValue(), TOLERANCE);
  }

  private List<String> left(String path, JsonNode node) {
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getValue().isObject()) {
        left.addAll(left(path + entry.getKey() + "/", entry.getValue()));
      } else {
        left.add(path + entry.getKey());
      }
    }
    return left;
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }
}
