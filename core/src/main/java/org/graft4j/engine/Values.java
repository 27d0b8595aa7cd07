package org.graft4j.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The values of a recording, by name, and who still reads them: memory that no one reads goes back.
 */
final class Values {
  private final Recording record;
  private final Map<String, Tensor> values = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final Set<String> kept;

  /**
   * Nothing is made yet.
   *
   * @param nodes all that read
   * @param kept values that stay where they are to the end
   */
  Values(Recording record, List<FusedNode> nodes, Set<String> kept) {
    this.record = record;
    this.kept = Set.copyOf(kept);
    nodes.forEach(n -> n.inputs().forEach(i -> readers.merge(i, 1, Integer::sum)));
    kept.forEach(name -> readers.merge(name, 1, Integer::sum));
  }

  Tensor get(String name) {
    return values.get(name);
  }

  /** Puts a node's value in, and gives the memory back that the node was the last to read. */
  void put(FusedNode node, Tensor value) {
    values.put(node.name(), value);
    node.inputs().forEach(this::read);
  }

  /** Whether the node that is being made may write over a value. */
  boolean lastReader(String name) {
    return readers.get(name) == 1 && !kept.contains(name) && values.get(name).buffer() != null;
  }

  private void read(String name) {
    int left = readers.merge(name, -1, Integer::sum);
    Tensor value = values.get(name);
    if (left == 0 && !passedOn(value)) {
      record.drop(value);
    }
  }

  /** In-place steps give their input's memory to their output. */
  private boolean passedOn(Tensor value) {
    return readers.entrySet().stream()
        .anyMatch(
            e ->
                e.getValue() > 0
                    && values.containsKey(e.getKey())
                    && Objects.equals(values.get(e.getKey()).buffer(), value.buffer()));
  }
}
