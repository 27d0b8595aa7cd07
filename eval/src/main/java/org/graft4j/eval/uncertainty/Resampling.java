package org.graft4j.eval.uncertainty;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What is drawn with replacement when samples are drawn anew: single samples, or whole groups of
 * them, within strata or from all. Immutable and thread-safe.
 */
public final class Resampling {
  /** All samples, those of a unit together, the units of a stratum together. */
  private final int[] samples;

  /** Where each unit begins in the samples; a unit is the samples that are drawn together. */
  private final int[] units;

  /** Where each stratum begins in the units. */
  private final int[] strata;

  private Resampling(int[] samples, int[] units, int[] strata) {
    this.samples = samples;
    this.units = units;
    this.strata = strata;
  }

  /**
   * Each sample by itself, from all.
   *
   * @param size positive
   */
  public static Resampling of(int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("size must be positive, but was " + size);
    }
    int[] each = IntStream.rangeClosed(0, size).toArray();
    return new Resampling(Arrays.copyOf(each, size), each, new int[] {0, size});
  }

  /**
   * As many of each stratum, say of each class, as there are: where the shares of the classes are
   * fixed by how the data was gathered.
   *
   * @param stratum of each sample
   */
  public static Resampling stratified(List<?> stratum) {
    Together together = Together.of(stratum);
    int[] each = IntStream.rangeClosed(0, stratum.size()).toArray();
    return new Resampling(together.samples, each, together.begins);
  }

  /**
   * Whole groups, say all pictures of one patient, as many as there are: what is of one group is
   * not independent.
   *
   * @param group of each sample
   */
  public static Resampling grouped(List<?> group) {
    Together together = Together.of(group);
    int[] all = {0, together.begins.length - 1};
    return new Resampling(together.samples, together.begins, all);
  }

  /** Samples brought together by a key, and where each key's samples begin. */
  private static final class Together {
    private final int[] samples;
    private final int[] begins;

    private Together(int[] samples, int[] begins) {
      this.samples = samples;
      this.begins = begins;
    }

    static Together of(List<?> keys) {
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("samples must not be empty");
      }
      Map<Object, Integer> numbers = new LinkedHashMap<>();
      int[] number = new int[keys.size()];
      for (int i = 0; i < number.length; i++) {
        Integer next = numbers.size();
        Integer known = numbers.putIfAbsent(keys.get(i), next);
        number[i] = known == null ? next : known;
      }
      int[] begins = new int[numbers.size() + 1];
      for (int key : number) {
        begins[key + 1]++;
      }
      Arrays.parallelPrefix(begins, Integer::sum);
      int[] samples = new int[number.length];
      int[] next = begins.clone();
      for (int i = 0; i < number.length; i++) {
        samples[next[number[i]]++] = i;
      }
      return new Together(samples, begins);
    }
  }

  /** Samples. */
  public int size() {
    return samples.length;
  }

  /** Things that are drawn: the number that uncertainty stands on. */
  public int units() {
    return units.length - 1;
  }

  /**
   * Draws once.
   *
   * @param times takes how often each sample comes
   */
  void draw(RandomGenerator random, int[] times) {
    Arrays.fill(times, 0);
    boolean single = units() == samples.length;
    for (int s = 0; s + 1 < strata.length; s++) {
      int first = strata[s];
      int many = strata[s + 1] - first;
      for (int i = 0; i < many; i++) {
        int unit = first + index(random, many);
        if (single) {
          times[samples[unit]]++;
        } else {
          add(unit, times);
        }
      }
    }
  }

  private void add(int unit, int[] times) {
    for (int i = units[unit]; i < units[unit + 1]; i++) {
      times[samples[i]]++;
    }
  }

  /** Uniform in [0, bound), from one number whose meaning no release of the JDK changes. */
  private static int index(RandomGenerator random, int bound) {
    // Lemire's multiplication without rejection: a bias below bound / 2^63, far from visible.
    return (int) Math.multiplyHigh(random.nextLong() >>> 1, (long) bound << 1);
  }

  /**
   * Each sample once, without one block of the units; blocks are as equal as can be.
   *
   * @param blocks at most as many as units
   * @param times takes how often each sample comes
   */
  void without(int block, int blocks, int[] times) {
    Arrays.fill(times, 1);
    for (int unit = block; unit < units(); unit += blocks) {
      for (int i = units[unit]; i < units[unit + 1]; i++) {
        times[samples[i]] = 0;
      }
    }
  }
}
