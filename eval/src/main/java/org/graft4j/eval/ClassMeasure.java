package org.graft4j.eval;

import java.util.OptionalDouble;

/** A number that each class has, and that can be averaged over the classes. */
public enum ClassMeasure {
  /** {@link ClassMetrics#precision()}. */
  PRECISION,
  /** {@link ClassMetrics#recall()}. */
  RECALL,
  /** {@link ClassMetrics#f1()}. */
  F1;

  /** Its value for one class; empty where it is undefined. */
  public OptionalDouble of(ClassMetrics metrics) {
    return switch (this) {
      case PRECISION -> metrics.precision();
      case RECALL -> metrics.recall();
      case F1 -> metrics.f1();
    };
  }
}
