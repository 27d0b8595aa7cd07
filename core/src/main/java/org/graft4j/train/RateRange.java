package org.graft4j.train;

import java.util.List;
import java.util.Locale;

/**
 * The learning rates that a {@link RateFinder} tries, one a step, each the one before times the
 * same factor.
 *
 * @param lowest rate of the first step, positive
 * @param highest rate of the last one, above the lowest
 * @param steps how many, 20 to 100,000
 */
public record RateRange(double lowest, double highest, int steps) implements Schedule {
  private static final int FEWEST = 20;
  private static final int MOST = 100_000;

  public RateRange {
    if (!(lowest > 0) || Double.isInfinite(lowest)) {
      throw new IllegalArgumentException("lowest rate must be positive, but was " + lowest);
    }
    if (!(highest > lowest) || Double.isInfinite(highest)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "highest rate must be above the lowest, %s, but was %s",
              lowest,
              highest));
    }
    if (steps < FEWEST || steps > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "steps must be from %d to %d, but was %d", FEWEST, MOST, steps));
    }
  }

  /** A hundred steps from 1e-6 to 10: for a head, a whole network, and any optimizer. */
  public static RateRange wide() {
    return new RateRange(1e-6, 10, 100);
  }

  /** The rate at a step, from 0; after the last one the highest. */
  public double rate(long step) {
    double share = Math.min(1, step / (steps - 1.0));
    return lowest * Math.pow(highest / lowest, share);
  }

  /** The share of the highest rate; how many steps there are is the range's own to say. */
  @Override
  public double factor(long step, long total, List<Double> validationLosses) {
    return rate(step) / highest;
  }

  @Override
  public String toString() {
    return steps + " rates from " + lowest + " to " + highest;
  }
}
