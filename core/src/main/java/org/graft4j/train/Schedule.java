package org.graft4j.train;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How the learning rate (and, in one-cycle, the momentum) goes over the steps of a stage.
 *
 * <p>A schedule gives a factor on the learning rate of each layer group; steps count from 0. All
 * values are those that PyTorch's schedulers of the same name give before the step.
 */
public sealed interface Schedule {

  /**
   * The factor on the learning rate at a step.
   *
   * @param step from 0 to {@code total - 1}
   * @param total number of steps in the stage, positive
   */
  double factor(long step, long total);

  /** The momentum at a step, or empty where the schedule leaves the optimizer's. */
  default OptionalDouble momentum(long step, long total) {
    return OptionalDouble.empty();
  }

  /** The same rate throughout. */
  record Constant() implements Schedule {
    @Override
    public String toString() {
      return "constant";
    }

    @Override
    public double factor(long step, long total) {
      return 1;
    }
  }

  /**
   * Linear warm-up, then half a cosine down to a floor (SGDR without restarts, Loshchilov, Hutter
   * 2017): {@code LinearLR} followed by {@code CosineAnnealingLR}.
   *
   * @param warmup share of the steps, in [0, 1), rounded to whole steps
   * @param start factor at step 0 of the warm-up, in (0, 1]
   * @param floor factor at the end, in [0, 1]
   */
  record Cosine(double warmup, double start, double floor) implements Schedule {
    public Cosine {
      requireRange("warmup", warmup, 0, Math.nextDown(1.0));
      requireRange("start", start, Double.MIN_VALUE, 1);
      requireRange("floor", floor, 0, 1);
    }

    @Override
    public String toString() {
      return "cosine to " + floor + " after a warm-up of " + warmup + " from " + start;
    }

    @Override
    public double factor(long step, long total) {
      long rising = Math.round(warmup * total);
      if (step < rising) {
        return start + (1 - start) * step / rising;
      }
      double progress = (double) (step - rising) / Math.max(1, total - rising);
      return floor + (1 - floor) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
  }

  /**
   * One cycle (Smith, Topin 2018): the rate goes up to the given one and far down again along
   * cosines, the momentum the other way; {@code OneCycleLR} with two phases.
   *
   * @param rise share of the steps in which the rate goes up, in (0, 1)
   * @param startDivisor the rate starts at {@code 1 / startDivisor}, above 1
   * @param finalDivisor and ends at {@code 1 / (startDivisor * finalDivisor)}, above 1
   * @param lowMomentum at the highest rate, in [0, 1)
   * @param highMomentum at both ends, in [0, 1)
   */
  record OneCycle(
      double rise,
      double startDivisor,
      double finalDivisor,
      double lowMomentum,
      double highMomentum)
      implements Schedule {
    public OneCycle {
      requireRange("rise", rise, Double.MIN_VALUE, Math.nextDown(1.0));
      requireRange("startDivisor", startDivisor, 1, Double.MAX_VALUE);
      requireRange("finalDivisor", finalDivisor, 1, Double.MAX_VALUE);
      requireRange("lowMomentum", lowMomentum, 0, Math.nextDown(1.0));
      requireRange("highMomentum", highMomentum, 0, Math.nextDown(1.0));
    }

    @Override
    public double factor(long step, long total) {
      double start = 1 / startDivisor;
      return along(step, total, start, 1, start / finalDivisor);
    }

    @Override
    public OptionalDouble momentum(long step, long total) {
      return OptionalDouble.of(along(step, total, highMomentum, lowMomentum, highMomentum));
    }

    private double along(long step, long total, double from, double peak, double to) {
      double top = rise * total - 1;
      double end = total - 1;
      if (step <= top) {
        return anneal(from, peak, top <= 0 ? 1 : step / top);
      }
      return anneal(peak, to, end <= top ? 1 : (step - top) / (end - top));
    }

    private static double anneal(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }

  /** The same rate throughout. */
  static Schedule constant() {
    return new Constant();
  }

  /** A tenth of the steps of warm-up from a tenth of the rate, then a cosine to a hundredth. */
  static Schedule cosine() {
    return new Cosine(0.1, 0.1, 0.01);
  }

  /** PyTorch's default cycle: 30 % up from 1/25, down to 1/250000, momentum 0.95 to 0.85. */
  static Schedule oneCycle() {
    return new OneCycle(0.3, 25, 1e4, 0.85, 0.95);
  }

  private static void requireRange(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be in [%s, %s], but was %s", name, low, high, value));
    }
  }
}
