package org.graft4j.data;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The seed of a run, from which every random stream is derived by coordinates.
 *
 * <p>A stream depends on the seed and its coordinates alone, never on the order in which streams
 * are asked for, so that the number of threads changes nothing. Immutable and thread-safe; the
 * returned generators are confined to one thread.
 *
 * @param value any number
 */
public record Seed(long value) {

  /** A seed of that value. */
  public static Seed of(long value) {
    return new Seed(value);
  }

  /**
   * A fresh generator for one purpose at one place, say {@code stream("augment", epoch, item)}.
   *
   * @param purpose keeps streams of different uses apart
   * @param coordinates where the stream is used; their order matters
   */
  public RandomGenerator stream(String purpose, long... coordinates) {
    return new SplittableRandom(derive(purpose, coordinates));
  }

  /** The number that {@link #stream} starts from; for generators that take a seed of their own. */
  public long derive(String purpose, long... coordinates) {
    long state = mix(value);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state ^ purpose.charAt(i));
    }
    for (long coordinate : coordinates) {
      state = mix(state + 0x9E3779B97F4A7C15L ^ coordinate);
    }
    return state;
  }

  /**
   * A random order of {@code n} things: the index that comes at each place, every order equally
   * likely (Durstenfeld's form of the Fisher-Yates shuffle). It is part of what a seed means, and
   * never changes.
   *
   * @param n not negative
   * @param purpose as for {@link #stream}
   */
  public int[] permutation(int n, String purpose, long... coordinates) {
    if (n < 0) {
      throw new IllegalArgumentException("n must not be negative, but was " + n);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    RandomGenerator random = stream(purpose, coordinates);
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * A coordinate for a thing that has a name and no number, say an item's id: FNV-1a of its UTF-8
   * bytes.
   */
  public static long coordinate(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long x) {
    long z = x + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
