package org.graft4j.eval.metric;

import java.util.Locale;
import java.util.OptionalDouble;

/** A number that each class has on its own, and that can be averaged over classes. */
public interface ClassMeasure {
  /** {@link ClassCounts#precision()}. */
  ClassMeasure PRECISION = named("precision", ClassCounts::precision);

  /** {@link ClassCounts#recall()}. */
  ClassMeasure RECALL = named("recall", ClassCounts::recall);

  /** {@link ClassCounts#specificity()}. */
  ClassMeasure SPECIFICITY = named("specificity", ClassCounts::specificity);

  /** {@link ClassCounts#fBeta} with equal weights. */
  ClassMeasure F1 = fBeta(1);

  /** {@link ClassCounts#intersectionOverUnion()}. */
  ClassMeasure IOU = named("IoU", ClassCounts::intersectionOverUnion);

  /** The value of a class; empty where it is undefined. */
  OptionalDouble of(ClassCounts counts);

  /** What it is called, say {@code "F2"}. */
  String name();

  /**
   * {@link ClassCounts#fBeta}.
   *
   * @param beta positive
   */
  static ClassMeasure fBeta(double beta) {
    if (!(beta > 0) || Double.isInfinite(beta)) {
      throw new IllegalArgumentException("beta must be positive and finite, but was " + beta);
    }
    String text = beta == Math.rint(beta) ? Long.toString((long) beta) : Double.toString(beta);
    return named(String.format(Locale.ROOT, "F%s", text), counts -> counts.fBeta(beta));
  }

  private static ClassMeasure named(String name, Function function) {
    return new NamedMeasure(name, function);
  }

  /** What a measure computes. */
  @FunctionalInterface
  interface Function {
    /** The value of a class. */
    OptionalDouble of(ClassCounts counts);
  }
}
