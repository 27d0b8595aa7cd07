package org.graft4j.augment;

import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The transforms that files can name: ours, and those of other jars, which name their {@link
 * TransformProvider} in {@code META-INF/services/org.graft4j.augment.TransformProvider}.
 */
public final class Transforms {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]+");

  private Transforms() {}

  /**
   * Prototypes by id, in its order: those that the class loader of this library sees, looked up in
   * each call.
   *
   * @throws IllegalStateException if a provider cannot be made or fails, if a transform is no
   *     public record, has an id of other signs than {@code a-z}, {@code 0-9} and {@code -}, or if
   *     an id or a class is registered twice
   */
  public static Map<String, Transform> all() {
    return of(Transforms.class.getClassLoader());
  }

  /** The same for what another class loader sees. */
  static Map<String, Transform> of(ClassLoader loader) {
    Map<String, Transform> byId = new TreeMap<>();
    try {
      for (TransformProvider provider : ServiceLoader.load(TransformProvider.class, loader)) {
        prototypes(provider).forEach((id, prototype) -> add(byId, id, prototype));
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new IllegalStateException(
          "transforms of another jar cannot be used: " + e.getMessage(), e);
    }
    return Collections.unmodifiableMap(byId);
  }

  private static Map<String, Transform> prototypes(TransformProvider provider) {
    try {
      return Map.copyOf(provider.prototypes());
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "transforms of " + origin(provider.getClass()) + " cannot be used: " + e, e);
    }
  }

  private static void add(Map<String, Transform> byId, String id, Transform prototype) {
    Class<?> type = prototype.getClass();
    if (!ID.matcher(id).matches() || id.equals(AugmentationReader.NONE)) {
      throw new IllegalStateException(
          "id of transform "
              + origin(type)
              + " must match "
              + ID
              + " and not be '"
              + AugmentationReader.NONE
              + "', but was '"
              + id
              + "'");
    }
    if (!type.isRecord() || !Modifier.isPublic(type.getModifiers())) {
      throw new IllegalStateException(
          "transform '" + id + "' must be a public record, but was " + origin(type));
    }
    byId.forEach(
        (otherId, other) -> {
          if (otherId.equals(id) || other.getClass() == type) {
            throw new IllegalStateException(
                "id and class of a transform must be registered once, but "
                    + origin(other.getClass())
                    + " is '"
                    + otherId
                    + "' and "
                    + origin(type)
                    + " is '"
                    + id
                    + "'");
          }
        });
    byId.put(id, prototype);
  }

  /** Class and jar. */
  private static String origin(Class<?> type) {
    return type.getName()
        + Optional.ofNullable(type.getProtectionDomain().getCodeSource())
            .map(source -> " of " + source.getLocation())
            .orElse("");
  }
}
