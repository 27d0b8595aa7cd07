package org.graft4j.augment.search;

/** A confidence interval of the difference of two accuracies on the same pictures. */
@FunctionalInterface
public interface GainInterval {

  /**
   * The interval of {@code accuracy(candidate) - accuracy(baseline)}, two-sided.
   *
   * @param gained pictures that the candidate alone told right, not negative
   * @param lost pictures that the baseline alone told right, not negative
   * @param n all pictures, positive
   * @param confidence in (0, 1)
   */
  Bounds of(int gained, int lost, int n, double confidence);

  /**
   * Ends of an interval.
   *
   * @param low in [-1, 1]
   * @param high not below {@code low}
   */
  record Bounds(double low, double high) {

    public Bounds {
      if (!(low <= high)) {
        throw new IllegalArgumentException(
            "low must not be above high, but they were " + low + " and " + high);
      }
    }

    /** The shortest interval that holds both. */
    Bounds and(Bounds other) {
      return new Bounds(Math.min(low, other.low), Math.max(high, other.high));
    }
  }
}
