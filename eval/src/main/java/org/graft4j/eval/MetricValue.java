package org.graft4j.eval;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A number of a report and how sure it is. Immutable.
 *
 * @param name in the field's terms and the same in JSON, pages and tables, say {@code "macro F1"}
 * @param value empty where the number is undefined
 * @param interval where it was asked for and the number is defined
 * @param note what stands beside it: how the interval was made, what an average does with undefined
 *     classes; empty if there is nothing to say
 */
public record MetricValue(
    String name, OptionalDouble value, Optional<Interval> interval, String note) {

  public MetricValue {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name of a metric must not be blank");
    }
    if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
      throw new IllegalArgumentException(
          name + " must be finite or undefined, but was " + value.getAsDouble());
    }
    if (value.isEmpty() && interval.isPresent()) {
      throw new IllegalArgumentException(
          "interval of " + name + " must be left out where the number is undefined");
    }
  }
}
