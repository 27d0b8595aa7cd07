package org.graft4j.augment;

import java.lang.reflect.RecordComponent;
import java.util.Locale;

/** What a record's components hold, and how an enum's constants are written. */
final class RecordValues {
  private RecordValues() {}

  /** The value of a component of a public record. */
  static Object of(Object instance, RecordComponent component) {
    try {
      return component.getAccessor().invoke(instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          instance.getClass() + " must be a public record with public accessors", e);
    }
  }

  /** {@code MEDIAN_CUT} is written {@code median-cut}. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
