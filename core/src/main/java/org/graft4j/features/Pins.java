package org.graft4j.features;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that are in use, each as often as it is: one of several users that is done with a file
 * leaves it to the others. Thread-safe.
 */
final class Pins {
  private final Map<Path, Integer> users = new ConcurrentHashMap<>();

  /** One user more. */
  void add(Path file) {
    users.merge(file, 1, Integer::sum);
  }

  /** One user less; nothing if there was none. */
  void remove(Path file) {
    users.computeIfPresent(file, (f, count) -> count == 1 ? null : count - 1);
  }

  /** Whether anybody uses it. */
  boolean contains(Path file) {
    return users.containsKey(file);
  }
}
