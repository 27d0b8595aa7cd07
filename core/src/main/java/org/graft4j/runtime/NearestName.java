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
   * Levenshtein's distance, with two neighbours that changed places as one step: insertions,
   * deletions, replacements and exchanges; of the first hundred characters, since a name may come
   * from a file of others.
   */
  static int distance(String one, String other) {
    String a = one.substring(0, Math.min(100, one.length()));
    String b = other.substring(0, Math.min(100, other.length()));
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int longer = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        steps[i][j] = Math.min(replaced, longer);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }
}
