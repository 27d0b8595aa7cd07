package org.graft4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The loss against a growing learning rate, and which rate to train at: what a {@link RateFinder}
 * saw. The suggestions are rules of thumb over one short run; all are empty where the loss did not
 * fall, since nothing follows from that but that it did not.
 *
 * @param points in the order of the steps, the rates growing
 * @param diverged whether the loss had grown so much, or was no number, that the test ended there
 */
public record RateCurve(List<Point> points, boolean diverged) {

  /** Weight of the next step in the smoothed loss, of up to so many steps in all. */
  private static final double NEIGHBOUR = 0.8;

  private static final double STEPS = 100;

  /** A smaller share of the loss at the start counts as no fall. */
  private static final double LEAST_FALL = 0.02;

  /** Steps at the end that a loss has to be away from to be known as a minimum. */
  private static final int AT_THE_END = 3;

  /**
   * A step.
   *
   * @param rate it was made at
   * @param loss of its batch, before the step
   * @param smoothed mean of the losses around it: the next ones weigh 0.8 of it, those after them
   *     0.8^2 and so on, and with more than 100 steps as many more of them count; losses above
   *     twice the mean of the first tenth count as that
   */
  public record Point(double rate, double loss, double smoothed) {}

  public RateCurve {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a rate curve must have a point, but has none");
    }
  }

  /** Smooths the losses; all are finite. */
  static RateCurve of(List<Double> rates, List<Double> losses, boolean diverged) {
    double cap = 2 * mean(losses.subList(0, Math.max(1, losses.size() / 10)));
    double perStep = Math.pow(NEIGHBOUR, Math.min(1, STEPS / losses.size()));
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      double sum = 0;
      double weights = 0;
      for (int j = 0; j < losses.size(); j++) {
        double weight = Math.pow(perStep, Math.abs(i - j));
        sum += weight * Math.min(cap, losses.get(j));
        weights += weight;
      }
      points.add(new Point(rates.get(i), losses.get(i), sum / weights));
    }
    return new RateCurve(points, diverged);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /**
   * Whether the smoothed loss fell: by more than 2 % of the mean loss of the first quarter, where
   * the rates are too low to matter, and by more than single losses spread there (their standard
   * deviation). Of a hundred steps of noise alone that holds in 3 of 100 tests.
   */
  public boolean fell() {
    List<Double> first =
        points.subList(0, Math.max(1, points.size() / 4)).stream().map(Point::loss).toList();
    double mean = mean(first);
    double squares = first.stream().mapToDouble(loss -> (loss - mean) * (loss - mean)).sum();
    double spread = Math.sqrt(squares / first.size());
    double fall = mean - points.get(minimum()).smoothed();
    return fall > Math.max(LEAST_FALL * mean, spread);
  }

  /** Whether the loss rose again, so that its minimum is one. */
  public boolean rose() {
    return minimum() < points.size() - AT_THE_END;
  }

  /** The rate at which the smoothed loss falls fastest, against the rate's logarithm. */
  public OptionalDouble steepest() {
    int best = -1;
    double lowest = 0;
    for (int i = 1; i < points.size() - 1 && i < minimum(); i++) {
      double slope = points.get(i + 1).smoothed() - points.get(i - 1).smoothed();
      if (slope < lowest) {
        lowest = slope;
        best = i;
      }
    }
    return best < 0 || !fell()
        ? OptionalDouble.empty()
        : OptionalDouble.of(points.get(best).rate());
  }

  /**
   * The rate in the middle of the longest valley: the longest sequence of steps, others between
   * them or not, each with a lower smoothed loss than the one before. This is fastai's own choice.
   */
  public OptionalDouble valley() {
    int n = points.size();
    int[] length = new int[n];
    int[] start = new int[n];
    int best = 0;
    for (int i = 0; i < n; i++) {
      length[i] = 1;
      start[i] = i;
      for (int j = 0; j < i; j++) {
        if (points.get(j).smoothed() > points.get(i).smoothed() && length[j] + 1 > length[i]) {
          length[i] = length[j] + 1;
          start[i] = start[j];
        }
      }
      if (length[i] > length[best]) {
        best = i;
      }
    }
    int middle = start[best] + (best - start[best]) / 2;
    return fell() ? OptionalDouble.of(points.get(middle).rate()) : OptionalDouble.empty();
  }

  /** A tenth of the rate with the lowest smoothed loss; empty also if the loss never rose again. */
  public OptionalDouble minimumOverTen() {
    return fell() && rose()
        ? OptionalDouble.of(points.get(minimum()).rate() / 10)
        : OptionalDouble.empty();
  }

  /** The median of the suggestions there are, the lower one of two. */
  public OptionalDouble suggestion() {
    double[] sorted =
        List.of(steepest(), valley(), minimumOverTen()).stream()
            .flatMapToDouble(OptionalDouble::stream)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[(sorted.length - 1) / 2]);
  }

  /** What the curve says, in a sentence: a suggestion, or why there is none. */
  public String verdict() {
    if (!fell()) {
      return diverged
          ? "no suggestion: the loss grew before it fell by more than it goes up and down; try more"
              + " steps, larger batches or a lower range"
          : "no suggestion: the loss did not fall by more than it goes up and down; try more steps,"
              + " larger batches or a higher range";
    }
    String rate = String.format(Locale.ROOT, "%.2g", suggestion().orElseThrow());
    return rose()
        ? "try a highest rate of " + rate
        : "try a highest rate of "
            + rate
            + "; the loss was still falling at the end of the range, so that a higher one may show"
            + " more";
  }

  private int minimum() {
    int best = 0;
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).smoothed() < points.get(best).smoothed()) {
        best = i;
      }
    }
    return best;
  }
}
