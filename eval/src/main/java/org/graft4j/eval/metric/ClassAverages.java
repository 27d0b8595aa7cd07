package org.graft4j.eval.metric;

import java.util.List;
import java.util.OptionalDouble;

/** What {@link Average} does with the classes, or labels, of anything. */
final class ClassAverages {
  private ClassAverages() {}

  /** Undefined where nothing is left to average over. */
  static OptionalDouble of(List<ClassCounts> classes, ClassMeasure measure, Average average) {
    return switch (average) {
      case MICRO ->
          OptionalDouble.of(
              measure.of(classes.stream().reduce(ClassCounts::plus).orElseThrow()).orElse(0));
      case MACRO -> classes.stream().mapToDouble(c -> measure.of(c).orElse(0)).average();
      case MACRO_OCCURRING ->
          classes.stream()
              .filter(ClassCounts::occurs)
              .mapToDouble(c -> measure.of(c).orElse(0))
              .average();
      case WEIGHTED -> weighted(classes, measure);
    };
  }

  private static OptionalDouble weighted(List<ClassCounts> classes, ClassMeasure measure) {
    long support = classes.stream().mapToLong(ClassCounts::support).sum();
    return support == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            classes.stream().mapToDouble(c -> c.support() * measure.of(c).orElse(0)).sum()
                / support);
  }
}
