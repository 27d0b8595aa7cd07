package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cores that a measurement runs on: not every engine heeds a number of threads. */
record Cores(List<Integer> ids) {

  /**
   * The first cores of those that this process may use.
   *
   * @throws IllegalArgumentException if it may not use as many
   */
  static Cores first(int count) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Cpus_allowed_list:")) {
        return first(count, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    throw new IOException("/proc/self/status has no line Cpus_allowed_list: bench needs Linux");
  }

  /** The first of a list like {@code 0-3,8}. */
  static Cores first(int count, String allowed) {
    List<Integer> ids = new ArrayList<>();
    for (String range : allowed.split(",", -1)) {
      String[] ends = range.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int id = Integer.parseInt(ends[0]); id <= last; id++) {
        ids.add(id);
      }
    }
    if (count < 1 || count > ids.size()) {
      throw new IllegalArgumentException(
          "cores must be from 1 to " + ids.size() + " here, but was " + count);
    }
    return new Cores(List.copyOf(ids.subList(0, count)));
  }

  int count() {
    return ids.size();
  }

  /** As {@code taskset -c} takes it. */
  @Override
  public String toString() {
    return String.join(",", ids.stream().map(String::valueOf).toList());
  }
}
