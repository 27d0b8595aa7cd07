package org.graft4j.zoo;

import java.util.Locale;
import java.util.regex.Pattern;

/** The form of an id of weights. */
final class WeightsId {
  private WeightsId() {}

  /**
   * Checks that an id is {@code architecture.tag}; then it names no place but its own.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void require(String id, String architecture) {
    if (!id.matches(Pattern.quote(architecture) + "\\.[a-z0-9_-]+")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "id must be '%s.' and a tag of a-z, 0-9, '_' and '-', but was '%s'",
              architecture,
              id));
    }
  }
}
