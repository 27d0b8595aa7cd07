package org.graft4j.runtime;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the user's in which Graft4J keeps things, and who named it: the one rule for all of
 * them. A blank setting does not count. The folder need not be there.
 *
 * <p>What cannot be made again, as imported weights, lies in the {@linkplain #data data folder};
 * what can, as downloads and cached features, in the {@linkplain #cache cache folder}, which may be
 * emptied at any time. {@code GRAFT4J_HOME} moves both: the cache is then its {@code cache}.
 *
 * @param source what named it, say {@code GRAFT4J_HOME}; errors begin with it
 * @param path the folder
 */
public record UserFolder(String source, Path path) {
  private static final String NAME = "graft4j";
  private static final String HOME_PROPERTY = "graft4j.home";
  private static final String HOME = "GRAFT4J_HOME";
  private static final String CACHE = "GRAFT4J_CACHE";
  private static final String WINDOWS_DATA = "LOCALAPPDATA";

  /**
   * Where things live that must not be lost: the system property {@code graft4j.home}, else the
   * environment's {@code GRAFT4J_HOME}, else {@code graft4j} in {@code XDG_DATA_HOME}, else in the
   * platform's usual place: {@code %LOCALAPPDATA%}, {@code ~/Library/Application Support}, {@code
   * ~/.local/share}.
   *
   * @param property a system property by name, null if it is not set
   * @param environment an environment variable by name, null if it is not set
   */
  public static UserFolder data(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    UserFolder home = home(property, environment);
    if (home != null) {
      return home;
    }
    return standard(
        property,
        environment,
        "XDG_DATA_HOME",
        Path.of("Library", "Application Support"),
        Path.of(".local", "share"),
        "the default home");
  }

  /**
   * Where things live that can be made again: the environment's {@code GRAFT4J_CACHE}, else {@code
   * cache} in the folder that {@code graft4j.home} or {@code GRAFT4J_HOME} names, else {@code
   * graft4j} in {@code XDG_CACHE_HOME}, else in the platform's usual place: {@code
   * %LOCALAPPDATA%\graft4j\cache}, {@code ~/Library/Caches}, {@code ~/.cache}.
   */
  public static UserFolder cache(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    String own = environment.apply(CACHE);
    if (isSet(own)) {
      return new UserFolder(CACHE, Path.of(own));
    }
    UserFolder home = home(property, environment);
    if (home != null) {
      return new UserFolder(home.source, home.path.resolve("cache"));
    }
    UserFolder folder =
        standard(
            property,
            environment,
            "XDG_CACHE_HOME",
            Path.of("Library", "Caches"),
            Path.of(".cache"),
            "the default cache");
    return folder.source.equals(WINDOWS_DATA)
        ? new UserFolder(folder.source, folder.path.resolve("cache"))
        : folder;
  }

  private static @Nullable UserFolder home(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    String own = property.apply(HOME_PROPERTY);
    if (isSet(own)) {
      return new UserFolder(HOME_PROPERTY, Path.of(own));
    }
    own = environment.apply(HOME);
    return isSet(own) ? new UserFolder(HOME, Path.of(own)) : null;
  }

  private static UserFolder standard(
      UnaryOperator<@Nullable String> property,
      UnaryOperator<@Nullable String> environment,
      String xdg,
      Path mac,
      Path others,
      String usualName) {
    String base = environment.apply(xdg);
    if (isSet(base)) {
      return new UserFolder(xdg, Path.of(base, NAME));
    }
    String home = property.apply("user.home");
    Path user = Path.of(home == null ? "" : home);
    String os = property.apply("os.name");
    String system = os == null ? "" : os.toLowerCase(Locale.ROOT);
    String windows = environment.apply(WINDOWS_DATA);
    if (system.startsWith("windows") && isSet(windows)) {
      return new UserFolder(WINDOWS_DATA, Path.of(windows, NAME));
    }
    Path usual = system.startsWith("mac") ? mac : others;
    return new UserFolder(usualName, user.resolve(usual).resolve(NAME));
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }
}
