package org.graft4j.data.synthetic;

/** Random numbers by place: the same place and seed, the same number. */
final class Noise {
  private Noise() {}

  /** The finaliser of SplitMix64 over the three numbers. */
  static long hash(long x, long y, long seed) {
    long z = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The upper bits as a number in [0, 1). */
  static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  /**
   * About normal with mean 0 and deviation 1, within ±3.5: the sum of four 16-bit parts, which
   * needs no logarithm.
   */
  static double bell(long bits) {
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum - 2 * 65535) * (1.7320508 / 65536);
  }

  /** Value noise in [0, 1): random numbers at whole coordinates, smoothly joined. */
  static double smooth(double x, double y, long seed) {
    long column = (long) Math.floor(x);
    long row = (long) Math.floor(y);
    double u = ease(x - column);
    double v = ease(y - row);
    double top = mix(unit(hash(column, row, seed)), unit(hash(column + 1, row, seed)), u);
    double bottom =
        mix(unit(hash(column, row + 1, seed)), unit(hash(column + 1, row + 1, seed)), u);
    return mix(top, bottom, v);
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }
}
