package org.graft4j.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * Random numbers made from {@link RandomGenerator#nextLong} alone: the other methods of a generator
 * may be computed differently by another release of the JDK.
 */
final class Dice {
  private final RandomGenerator random;

  Dice(RandomGenerator random) {
    this.random = random;
  }

  /** 64 random bits. */
  long word() {
    return random.nextLong();
  }

  /** Uniform in [0, 1). */
  double unit() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Uniform in 0 to bound - 1. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Uniform in low to high, both included. */
  int count(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /** One or minus one. */
  double sign() {
    return chance(0.5) ? 1 : -1;
  }

  /** An angle in radians, uniform in the full turn. */
  double angle() {
    return between(0, 2 * StrictMath.PI);
  }
}
