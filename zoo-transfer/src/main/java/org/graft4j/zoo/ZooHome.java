package org.graft4j.zoo;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The folder in which a user's own weights lie. */
final class ZooHome {
  private ZooHome() {}

  /**
   * System property {@code graft4j.home}, else the environment's {@code GRAFT4J_HOME}, else {@code
   * graft4j} in {@code XDG_DATA_HOME}, else {@code ~/.local/share/graft4j}. Blank ones do not
   * count.
   */
  static Path find(UnaryOperator<String> property, UnaryOperator<String> environment) {
    String own = property.apply("graft4j.home");
    if (!isSet(own)) {
      own = environment.apply("GRAFT4J_HOME");
    }
    if (isSet(own)) {
      return Path.of(own);
    }
    String data = environment.apply("XDG_DATA_HOME");
    return isSet(data)
        ? Path.of(data, "graft4j")
        : Path.of(property.apply("user.home"), ".local", "share", "graft4j");
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
