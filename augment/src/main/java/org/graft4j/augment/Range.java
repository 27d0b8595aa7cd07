package org.graft4j.augment;

import java.util.random.RandomGenerator;

/**
 * The numbers from {@code low} to {@code high}.
 *
 * @param low finite
 * @param high finite, not below {@code low}; equal to it for a constant; their difference must be
 *     finite too
 */
public record Range(double low, double high) {

  public Range {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "a range must be finite with low <= high, but was " + low + " to " + high);
    }
    if (Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          "a range must have a finite width, but was " + low + " to " + high);
    }
  }

  /** 0 to 1: for chances. A number drawn from it is never 1. */
  public static final Range UNIT = new Range(0, 1);

  /** One number. */
  public static Range of(double constant) {
    return new Range(constant, constant);
  }

  /** The numbers that differ from 1 by at most {@code strength}, the negative ones left out. */
  public static Range around1(double strength) {
    return new Range(Math.max(0, 1 - strength), 1 + strength);
  }

  /**
   * Refuses a number that lies outside, or is none; both ends are inside. {@code
   * UNIT.require("probability", p)} is what a transform asks of its probability.
   *
   * @throws IllegalArgumentException naming the number by {@code name}
   */
  public void require(String name, double value) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " must be from " + text(low) + " to " + text(high) + ", but was " + value);
    }
  }

  /** Without a fraction where there is none. */
  private static String text(double end) {
    return end == Math.rint(end) && Math.abs(end) < 1e9
        ? Long.toString((long) end)
        : Double.toString(end);
  }

  /** Uniform in the range. Takes one number from the generator. */
  public double draw(RandomGenerator random) {
    return low + (high - low) * unit(random);
  }

  /**
   * Uniform in [0, 1), made of {@code nextLong}, which no release of the JDK computes otherwise.
   */
  private static double unit(RandomGenerator random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }
}
