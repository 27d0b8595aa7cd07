package org.graft4j.eval.metric;

import java.util.OptionalDouble;

/** A measure with its name. */
record NamedMeasure(String name, ClassMeasure.Function function) implements ClassMeasure {

  @Override
  public OptionalDouble of(ClassCounts counts) {
    return function.of(counts);
  }

  @Override
  public String toString() {
    return name;
  }
}
