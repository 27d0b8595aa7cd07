package org.graft4j.eval.uncertainty;

import java.util.ArrayList;
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

  /**
   * Uniform in [0, bound), from one number whose meaning no release of the JDK changes.
   *
   * @param bound positive
   */
  public static int index(RandomGenerator random, int bound) {
    // Lemire's multiplication without rejection: a bias below bound / 2^63, far from visible.
    return (int) Math.multiplyHigh(random.nextLong() >>> 1, (long) bound << 1);
  }

  /**
   * Blocks of units to be left out one after the other; those of a stratum are as equal as can be.
   *
   * @param most blocks wanted, or a few more if there are many strata; 0 for none
   */
  Blocks blocks(int most) {
    List<int[]> blocks = new ArrayList<>();
    for (int s = 0; most > 0 && s + 1 < strata.length; s++) {
      int many = strata[s + 1] - strata[s];
      long share = Math.round((double) most * many / units());
      int count = (int) Math.min(many, Math.max(2, share));
      for (int block = 0; block < count; block++) {
        blocks.add(new int[] {s, strata[s] + block, count});
      }
    }
    return new Blocks(blocks);
  }

  /** Parts of the units. */
  final class Blocks {
    /** Of each its stratum, its first unit, and the step to the next one. */
    private final List<int[]> blocks;

    private Blocks(List<int[]> blocks) {
      this.blocks = blocks;
    }

    int count() {
      return blocks.size();
    }

    /** The stratum of each block. */
    int[] strata() {
      return blocks.stream().mapToInt(block -> block[0]).toArray();
    }

    /**
     * Each sample once, without one block.
     *
     * @param times takes how often each sample comes
     */
    void without(int number, int[] times) {
      int[] block = blocks.get(number);
      Arrays.fill(times, 1);
      for (int unit = block[1]; unit < strata[block[0] + 1]; unit += block[2]) {
        for (int i = units[unit]; i < units[unit + 1]; i++) {
          times[samples[i]] = 0;
        }
      }
    }
  }

  /** The unit of each sample, from 0. */
  int[] unitOfEach() {
    int[] unit = new int[samples.length];
    for (int u = 0; u < units(); u++) {
      for (int i = units[u]; i < units[u + 1]; i++) {
        unit[samples[i]] = u;
      }
    }
    return unit;
  }
}
