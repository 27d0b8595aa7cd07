package org.graft4j.runtime;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The known name that an unknown one most likely stands for, if one is near. */
public final class NearestName {
  private NearestName() {}

  /** A message that has the unknown name, the nearest known one if near, and all that are known. */
  public static String unknown(String what, String name, Collection<String> known) {
    return unknown(what, name, known, known);
  }

  /**
   * As above, where not all that are known are to be listed.
   *
   * @param listed of the known ones
   */
  public static String unknown(
      String what, String name, Collection<String> known, Collection<String> listed) {
    if (known.isEmpty()) {
      return String.format(Locale.ROOT, "unknown %s '%s'; none is known", what, name);
    }
    String nearest = of(name, known);
    return String.format(
        Locale.ROOT,
        isNear(name, nearest)
            ? "unknown %1$s '%2$s'; did you mean '%3$s'? Known: %4$s"
            : "unknown %1$s '%2$s'; known: %4$s",
        what,
        name,
        nearest,
        String.join(", ", listed));
  }

  /**
   * The known name that takes the fewest changes; among equals the first in alphabetical order.
   *
   * @param known not empty
   */
  static String of(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String k) -> distance(name, k))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** A third of the letters may be wrong: whoever means another name altogether is not misled. */
  private static boolean isNear(String name, String known) {
    return 3 * distance(name, known) <= Math.max(name.length(), known.length());
  }

  /**
   * Levenshtein's distance: insertions, deletions and replacements of one character; of the first
   * hundred characters, since a name may come from a file of others.
   */
  static int distance(String one, String other) {
    String a = one.substring(0, Math.min(100, one.length()));
    String b = other.substring(0, Math.min(100, other.length()));
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
