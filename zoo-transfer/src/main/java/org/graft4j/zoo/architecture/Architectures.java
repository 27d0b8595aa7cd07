package org.graft4j.zoo.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * The architectures that there are: those built in, and those of other jars, which name their
 * {@link Architecture} in {@code META-INF/services/org.graft4j.zoo.architecture.Architecture}.
 */
public final class Architectures {
  private static final Pattern ID = Pattern.compile("[a-z0-9_-]+");

  private Architectures() {}

  /** Those that the class loader of this library sees, the built-in ones first. */
  public static List<Architecture> all() {
    return Standard.ALL;
  }

  /**
   * Those that a class loader sees, the built-in ones first: looked up anew in each call.
   *
   * @throws IllegalStateException if one cannot be made, has an id of other signs than {@code a-z},
   *     {@code 0-9}, {@code _} and {@code -}, or the id of another one
   */
  public static List<Architecture> all(ClassLoader loader) {
    Map<String, Architecture> byId = new LinkedHashMap<>();
    BuiltInArchitectures.all().forEach(architecture -> add(byId, architecture));
    try {
      for (Architecture architecture : ServiceLoader.load(Architecture.class, loader)) {
        add(byId, architecture);
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "an architecture of another jar cannot be used: " + e.getMessage(), e);
    }
    return List.copyOf(byId.values());
  }

  /** The one of that id among {@link #all()}, or empty. */
  public static Optional<Architecture> find(String id) {
    return all().stream().filter(a -> a.id().equals(id)).findFirst();
  }

  private static void add(Map<String, Architecture> byId, Architecture architecture) {
    if (!ID.matcher(architecture.id()).matches()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "id of architecture %s must match %s, but was '%s'",
              origin(architecture),
              ID,
              architecture.id()));
    }
    Architecture other = byId.putIfAbsent(architecture.id(), architecture);
    if (other != null) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "architecture '%s' must be there once, but both %s and %s have that id; there are %s",
              architecture.id(),
              origin(other),
              origin(architecture),
              new ArrayList<>(byId.keySet())));
    }
  }

  /** Class and jar. */
  private static String origin(Architecture architecture) {
    Class<?> type = architecture.getClass();
    return type.getName()
        + Optional.ofNullable(type.getProtectionDomain().getCodeSource())
            .map(source -> " of " + source.getLocation())
            .orElse("");
  }

  /** Found once, when first asked for. */
  private static final class Standard {
    static final List<Architecture> ALL = all(Architectures.class.getClassLoader());
  }
}
