package org.graft4j.train.objective;

import java.util.Locale;

/** A weight as a function of a stage's progress. An immutable value. */
public sealed interface Ramp {

  /**
   * The weight.
   *
   * @param progress share of the stage's steps that are done, in [0, 1]
   */
  double at(double progress);

  /** Whether it is 0 throughout. */
  boolean isZero();

  /** What it is, in a text that is the same in every run and another one for another ramp. */
  String describe();

  /**
   * The same throughout.
   *
   * @param value finite, not negative
   */
  static Ramp constant(double value) {
    return new Linear(value, value);
  }

  /**
   * In a straight line, up or down.
   *
   * @param from finite, not negative: at the stage's beginning
   * @param to finite, not negative: at its end
   */
  static Ramp linear(double from, double to) {
    return new Linear(from, to);
  }

  /**
   * From 0 quickly up to nearly {@code to}: {@code to * (2 / (1 + exp(-10 progress)) - 1)}, as <a
   * href="https://arxiv.org/abs/1505.07818">Ganin et al. 2016</a> (DANN) weigh what would disturb a
   * network that has learned nothing yet.
   *
   * @param to finite, not negative
   */
  static Ramp sigmoid(double to) {
    return new Sigmoid(to);
  }

  /** See {@link Ramp#linear} and {@link Ramp#constant}. */
  record Linear(double from, double to) implements Ramp {
    public Linear {
      requireWeight("from", from);
      requireWeight("to", to);
    }

    @Override
    public double at(double progress) {
      return from == to ? from : from + (to - from) * progress;
    }

    @Override
    public boolean isZero() {
      return from == 0 && to == 0;
    }

    @Override
    public String describe() {
      return from == to
          ? Double.toString(from)
          : String.format(Locale.ROOT, "linear %s to %s", from, to);
    }
  }

  /** See {@link Ramp#sigmoid}. */
  record Sigmoid(double to) implements Ramp {
    private static final double STEEPNESS = 10;

    public Sigmoid {
      requireWeight("to", to);
    }

    @Override
    public double at(double progress) {
      return to * (2 / (1 + Math.exp(-STEEPNESS * progress)) - 1);
    }

    @Override
    public boolean isZero() {
      return to == 0;
    }

    @Override
    public String describe() {
      return String.format(Locale.ROOT, "sigmoid to %s", to);
    }
  }

  private static void requireWeight(String name, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          name + " of a ramp must be finite and not negative, but was " + value);
    }
  }
}
