package org.graft4j.augment;

import java.util.random.RandomGenerator;

/**
 * The numbers from {@code low} to {@code high}.
 *
 * @param low finite
 * @param high finite, not below {@code low}; equal to it for a constant
 */
public record Range(double low, double high) {

  public Range {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "a range must be finite with low <= high, but was " + low + " to " + high);
    }
  }

  /** 0 up to, but without, 1: for chances. */
  public static final Range UNIT = new Range(0, 1);

  /** One number. */
  public static Range of(double constant) {
    return new Range(constant, constant);
  }

  /** The numbers that differ from 1 by at most {@code strength}, the negative ones left out. */
  public static Range around1(double strength) {
    return new Range(Math.max(0, 1 - strength), 1 + strength);
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
