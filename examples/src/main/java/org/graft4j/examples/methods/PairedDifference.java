package org.graft4j.examples.methods;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.graft4j.eval.Interval;

/**
 * The mean difference of two ways over seeds, with its interval: {@code m ± t s / sqrt(n)} of the
 * {@code n} differences, Student's t with {@code n - 1} degrees of freedom (a paired t interval).
 * It takes the seeds for independent, which they are where each has pictures of its own. Where the
 * held-out pictures are the same for all seeds, it says what other training pictures and other
 * chance would give on those pictures, and not what others would.
 *
 * @param mean of {@code with - without}
 * @param interval empty if the difference is the same for every seed
 * @param seeds how many, 2 at least
 */
public record PairedDifference(double mean, Optional<Interval> interval, int seeds) {
  private static final double CONFIDENCE = 0.95;

  /** A deviation below this is rounding. */
  private static final double ROUNDING = 1e-12;

  /**
   * Of the values of both ways, seed by seed.
   *
   * @throws IllegalArgumentException if they are not equally many, or fewer than two
   */
  public static PairedDifference of(List<Double> without, List<Double> with) {
    int n = without.size();
    if (n < 2 || with.size() != n) {
      throw new IllegalArgumentException(
          "both ways must have a value for each of two seeds or more, but had "
              + n
              + " and "
              + with.size());
    }
    double[] differences = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      differences[i] = with.get(i) - without.get(i);
      sum += differences[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    double deviation = Math.sqrt(squares / (n - 1));
    if (deviation <= ROUNDING) {
      return new PairedDifference(mean, Optional.empty(), n);
    }
    double quantile =
        new TDistribution(null, n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double half = quantile * deviation / Math.sqrt(n);
    return new PairedDifference(
        mean, Optional.of(new Interval(mean - half, mean + half, CONFIDENCE)), n);
  }

  /** What may be said of the method. */
  public Verdict verdict() {
    if (interval.isEmpty()) {
      return Math.abs(mean) <= ROUNDING ? Verdict.SAME : Verdict.CONSTANT;
    }
    if (interval.get().low() > 0) {
      return Verdict.HELPS;
    }
    return interval.get().high() < 0 ? Verdict.HARMS : Verdict.NOT_SHOWN;
  }

  /**
   * What may be said of a method that is to lose at most so much.
   *
   * @param margin positive
   */
  public Verdict verdict(double margin) {
    return low() >= -margin ? Verdict.KEEPS : Verdict.MAY_LOSE;
  }

  /** The lower end of the interval; the difference itself where there is none. */
  public double low() {
    return interval.map(Interval::low).orElse(mean);
  }

  /** Say {@code +0.031 [+0.012, +0.050]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%+.3f", mean)
        + interval
            .map(i -> String.format(Locale.ROOT, " [%+.3f, %+.3f]", i.low(), i.high()))
            .orElse("");
  }
}
