package org.graft4j.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The vertices of a backbone in named groups from the input upwards: the units that are frozen,
 * trained and given a learning rate together. A vertex is in one group at most, which is checked
 * here; that every vertex with parameters is in one, and that a group depends on itself and lower
 * groups only, is checked by {@link Backbone}, which knows the graph. Immutable.
 */
public final class LayerGroups {
  private final Map<String, Set<String>> groups;
  private final Map<String, String> groupOf;

  private LayerGroups(Map<String, Set<String>> groups) {
    this.groups = groups;
    this.groupOf = new HashMap<>();
    groups.forEach(
        (group, vertices) ->
            vertices.forEach(
                vertex -> {
                  String other = groupOf.put(vertex, group);
                  if (other != null) {
                    throw new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "a vertex must be in one layer group, but '%s' was in '%s' and '%s'",
                            vertex,
                            other,
                            group));
                  }
                }));
  }

  /**
   * Groups in the order of the map, the one next to the input first.
   *
   * @throws IllegalArgumentException if a vertex is in two groups
   */
  public static LayerGroups of(Map<String, ? extends Set<String>> bottomUp) {
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    bottomUp.forEach((name, vertices) -> copy.put(name, new LinkedHashSet<>(vertices)));
    return new LayerGroups(copy);
  }

  /** Names from the input upwards. */
  public List<String> names() {
    return List.copyOf(groups.keySet());
  }

  /**
   * The vertices of one group.
   *
   * @throws IllegalArgumentException if there is no such group; the message lists those there are
   */
  public Set<String> vertices(String group) {
    return Set.copyOf(groups.get(checked(group)));
  }

  /** The group of a vertex, or empty if it is in none (a head's vertex, say). */
  public Optional<String> groupOf(String vertex) {
    return Optional.ofNullable(groupOf.get(vertex));
  }

  /** The vertices of this group and all below it. */
  public Set<String> upTo(String group) {
    Set<String> all = new LinkedHashSet<>();
    for (String name : names().subList(0, index(group) + 1)) {
      all.addAll(groups.get(name));
    }
    return all;
  }

  /** This group and those below it, without the ones above. */
  public LayerGroups cutAbove(String group) {
    Map<String, Set<String>> kept = new LinkedHashMap<>();
    for (String name : names().subList(0, index(group) + 1)) {
      kept.put(name, groups.get(name));
    }
    return new LayerGroups(kept);
  }

  /** Place of a group, 0 next to the input. */
  public int index(String group) {
    return new ArrayList<>(groups.keySet()).indexOf(checked(group));
  }

  private String checked(String group) {
    if (!groups.containsKey(group)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "unknown layer group '%s'; there are %s", group, names()));
    }
    return group;
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
