package org.graft4j.eval.doctor;

import java.util.List;

/**
 * Something that the doctor found. Immutable.
 *
 * @param severity how bad it is
 * @param kind what it is
 * @param groups ids that belong together, say the copies of one picture; of findings about single
 *     pictures, files or classes a group holds one id; all of them, however many
 * @param sentence one sentence, with the numbers
 * @param remedy what to do about it
 */
public record Finding(
    Severity severity,
    FindingKind kind,
    List<List<String>> groups,
    String sentence,
    String remedy) {

  public Finding {
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** A finding about single things. */
  static Finding of(
      Severity severity, FindingKind kind, List<String> ids, String sentence, String remedy) {
    return new Finding(severity, kind, ids.stream().map(List::of).toList(), sentence, remedy);
  }

  /** All ids, group after group. */
  public List<String> ids() {
    return groups.stream().flatMap(List::stream).toList();
  }
}
