package org.graft4j.augment.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** AutoAugment's pairs of operations, read from the library's own resource. */
final class AutoAugmentTable {
  private AutoAugmentTable() {}

  /**
   * One of the two operations.
   *
   * @param bin of the magnitude; 0 where the operation has none
   */
  record Step(Operation operation, double probability, int bin) {
    static Step of(JsonNode node) {
      return new Step(
          Operation.of(node.get(0).textValue()), node.get(1).doubleValue(), node.get(2).asInt(0));
    }
  }

  /** Two operations, the first one applied first. */
  record Pair(Step first, Step second) {}

  /** The pairs of a policy. */
  static List<Pair> of(AutoAugment.Policy policy) {
    return Objects.requireNonNull(Tables.ALL.get(policy));
  }

  private static Map<AutoAugment.Policy, List<Pair>> read() {
    String resource = "autoaugment.json";
    try (InputStream in = AutoAugmentTable.class.getResourceAsStream(resource)) {
      JsonNode root = new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
      Map<AutoAugment.Policy, List<Pair>> tables = new EnumMap<>(AutoAugment.Policy.class);
      for (AutoAugment.Policy policy : AutoAugment.Policy.values()) {
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode pair : root.get(policy.name().toLowerCase(Locale.ROOT))) {
          pairs.add(new Pair(Step.of(pair.get(0)), Step.of(pair.get(1))));
        }
        tables.put(policy, List.copyOf(pairs));
      }
      return tables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Read once, when first asked for. */
  private static final class Tables {
    static final Map<AutoAugment.Policy, List<Pair>> ALL = read();
  }
}
