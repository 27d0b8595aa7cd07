package org.graft4j.zoo;

import java.util.Collection;
import java.util.List;
import org.graft4j.runtime.NearestName;

/** What to say of an id that is not there. */
final class UnknownWeights {
  private UnknownWeights() {}

  /** Neither installed nor in the catalogue: the nearest of all ids, and those that are like it. */
  static IllegalArgumentException unknown(
      String id, Collection<String> installed, Collection<String> known) {
    int dot = id.indexOf('.');
    String architecture = dot < 0 ? id : id.substring(0, dot);
    List<String> like = known.stream().filter(k -> k.startsWith(architecture + ".")).toList();
    String message =
        NearestName.unknown("weights id", id, known, like.isEmpty() ? installed : like);
    return new IllegalArgumentException(message + "; all: graft4j weights list --all");
  }

  /** In the catalogue, but not here. */
  static IllegalArgumentException notHere(String id, boolean offline) {
    return new IllegalArgumentException(
        "weights '"
            + id
            + "' are known, but not here"
            + (offline ? ", and nothing is downloaded (offline)" : "")
            + "; fetch them first: graft4j weights fetch "
            + id);
  }
}
