package org.graft4j.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The classes of a task and their indices: made once, then shared by all splits, the head and the
 * bundle. No name is blank, comes twice or has a control character in it. Immutable and
 * thread-safe.
 */
public final class LabelMap {
  private final List<String> names;
  private final Map<String, Integer> indices;

  private LabelMap(List<String> names) {
    this.names = names;
    this.indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "class names must not be blank, but number " + i + " was");
      }
      if (name.chars().anyMatch(Character::isISOControl)) {
        // It would end a line of a result, or steer the terminal that shows it.
        throw new IllegalArgumentException(
            "class names must have no control characters, but number " + i + " had one");
      }
      if (indices.putIfAbsent(name, i) != null) {
        throw new IllegalArgumentException(
            "class names must differ, but '" + name + "' came twice");
      }
    }
  }

  /** The classes in the order given: index 0 first. */
  public static LabelMap of(List<String> names) {
    return new LabelMap(List.copyOf(names));
  }

  /** The distinct names in the order of their code points, which no locale changes. */
  public static LabelMap sorted(Collection<String> names) {
    TreeSet<String> sorted = new TreeSet<>(CodePointOrder.INSTANCE);
    sorted.addAll(names);
    return new LabelMap(List.copyOf(sorted));
  }

  /** Number of classes; may be zero. */
  public int size() {
    return names.size();
  }

  /** All names, index 0 first. */
  public List<String> names() {
    return names;
  }

  /**
   * The name of a class.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
   */
  public String name(int index) {
    return names.get(index);
  }

  /** The index of a class, or empty if the map does not know it. */
  public OptionalInt indexOf(String name) {
    Integer index = indices.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * The index of each of these classes in a map of the same classes in another order.
   *
   * @param whose names the other map in the message, say {@code "the teacher"}
   * @throws IllegalArgumentException unless both have the same classes; the message names those
   *     that differ
   */
  public int[] placesIn(LabelMap other, String whose) {
    List<String> missing = new ArrayList<>(names);
    missing.removeAll(other.names);
    List<String> besides = new ArrayList<>(other.names);
    besides.removeAll(names);
    if (!missing.isEmpty() || !besides.isEmpty()) {
      throw new IllegalArgumentException(
          whose
              + " must have the same classes, in any order, but "
              + (missing.isEmpty() ? "" : "lacks " + missing)
              + (missing.isEmpty() || besides.isEmpty() ? "" : " and ")
              + (besides.isEmpty() ? "" : "has " + besides + " besides"));
    }
    return names.stream().mapToInt(name -> other.indexOf(name).orElseThrow()).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap map && map.names.equals(names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
