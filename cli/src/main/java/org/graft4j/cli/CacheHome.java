package org.graft4j.cli;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The folder of the user's feature cache. */
final class CacheHome {
  private CacheHome() {}

  /**
   * The environment's {@code GRAFT4J_CACHE}, else {@code graft4j} in {@code XDG_CACHE_HOME}, else
   * {@code ~/.cache/graft4j}. Blank ones do not count.
   */
  static Path find(UnaryOperator<String> property, UnaryOperator<String> environment) {
    String own = environment.apply("GRAFT4J_CACHE");
    if (isSet(own)) {
      return Path.of(own);
    }
    String caches = environment.apply("XDG_CACHE_HOME");
    return isSet(caches)
        ? Path.of(caches, "graft4j")
        : Path.of(property.apply("user.home"), ".cache", "graft4j");
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
