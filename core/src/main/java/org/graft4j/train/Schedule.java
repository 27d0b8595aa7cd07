package org.graft4j.train;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How the learning rate (and, in one-cycle, the momentum) goes over the steps of a stage.
 *
 * <p>A schedule gives a factor on the learning rate of each layer group; steps count from 0. All
 * values are those that PyTorch's schedulers of the same name give before the step. A schedule
 * remembers nothing: what it gives follows from the step and the validation losses so far, which a
 * checkpoint has in its history.
 */
public sealed interface Schedule {

  /**
   * The factor on the learning rate at a step.
   *
   * @param step from 0 to {@code total - 1}
   * @param total number of steps in the stage, positive
   * @param validationLosses after each epoch of the stage that is over, oldest first; empty without
   *     a validation part
   */
  double factor(long step, long total, List<Double> validationLosses);

  /** Whether it goes by the validation losses, and is of no use without them. */
  default boolean watchesValidation() {
    return false;
  }

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
    public double factor(long step, long total, List<Double> validationLosses) {
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
    public double factor(long step, long total, List<Double> validationLosses) {
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
    public double factor(long step, long total, List<Double> validationLosses) {
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

  /**
   * The rate goes down when the validation loss has stopped falling ({@code ReduceLROnPlateau}; the
   * rule is checked at the end of each epoch, and its rate is that of the next). PyTorch's {@code
   * eps}, which passes over reductions of less than 1e-8, is left out.
   *
   * @param reduction what the rate is multiplied by, in (0, 1)
   * @param patience epochs in a row without a better loss that are passed over, not negative: the
   *     rate goes down after the next one
   * @param threshold how much lower than the best a loss must be to be better, not negative: a
   *     share of the best (then below 1), or an amount
   * @param relative whether the threshold is a share
   * @param cooldown epochs after a reduction in which none counts as bad, not negative
   * @param floor lowest factor, in [0, 1]
   */
  record Plateau(
      double reduction,
      int patience,
      double threshold,
      boolean relative,
      int cooldown,
      double floor)
      implements Schedule {
    public Plateau {
      requireRange("reduction", reduction, Double.MIN_VALUE, Math.nextDown(1.0));
      requireRange("patience", patience, 0, Integer.MAX_VALUE);
      requireRange("threshold", threshold, 0, relative ? Math.nextDown(1.0) : Double.MAX_VALUE);
      requireRange("cooldown", cooldown, 0, Integer.MAX_VALUE);
      requireRange("floor", floor, 0, 1);
    }

    @Override
    public String toString() {
      return "times "
          + reduction
          + " after more than "
          + patience
          + " epochs without a loss lower by "
          + threshold
          + (relative ? " of the best" : "")
          + ", cooldown "
          + cooldown
          + ", not below "
          + floor;
    }

    @Override
    public boolean watchesValidation() {
      return true;
    }

    @Override
    public double factor(long step, long total, List<Double> validationLosses) {
      return after(validationLosses, false);
    }

    /** The factor after those scores; one that is no number is not better than any. */
    double after(List<Double> scores, boolean higherIsBetter) {
      double factor = 1;
      double best = higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      int bad = 0;
      int resting = 0;
      for (double score : scores) {
        if (better(score, best, higherIsBetter)) {
          best = score;
          bad = 0;
        } else {
          bad++;
        }
        if (resting > 0) {
          resting--;
          bad = 0;
        }
        if (bad > patience) {
          factor = Math.max(factor * reduction, floor);
          resting = cooldown;
          bad = 0;
        }
      }
      return factor;
    }

    private boolean better(double score, double best, boolean higherIsBetter) {
      double margin = Double.isInfinite(best) ? 0 : relative ? best * threshold : threshold;
      return higherIsBetter ? score > best + margin : score < best - margin;
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

  /**
   * PyTorch's defaults: a tenth of the rate after more than {@code patience} epochs without a loss
   * lower by 0.0001 of the best. Needs a validation part.
   */
  static Schedule plateau(int patience) {
    return new Plateau(0.1, patience, 1e-4, true, 0, 0);
  }

  private static void requireRange(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be in [%s, %s], but was %s", name, low, high, value));
    }
  }
}
