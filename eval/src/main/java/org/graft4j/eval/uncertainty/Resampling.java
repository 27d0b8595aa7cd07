package org.graft4j.eval.uncertainty;

import java.util.ArrayList;
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
  private final int size;

  /** Units by stratum; a unit is the samples that are drawn together. */
  private final List<List<int[]>> strata;

  private Resampling(int size, List<List<int[]>> strata) {
    this.size = size;
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
    List<int[]> units = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      units.add(new int[] {i});
    }
    return new Resampling(size, List.of(units));
  }

  /**
   * As many of each stratum, say of each class, as there are: where the shares of the classes are
   * fixed by how the data was gathered.
   *
   * @param stratum of each sample
   */
  public static Resampling stratified(List<?> stratum) {
    List<int[]> members = members(stratum);
    return new Resampling(
        stratum.size(),
        members.stream()
            .map(all -> IntStream.of(all).mapToObj(i -> new int[] {i}).toList())
            .toList());
  }

  /**
   * Whole groups, say all pictures of one patient, as many as there are: what is of one group is
   * not independent.
   *
   * @param group of each sample
   */
  public static Resampling grouped(List<?> group) {
    return new Resampling(group.size(), List.of(members(group)));
  }

  private static List<int[]> members(List<?> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("samples must not be empty");
    }
    Map<Object, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      members.computeIfAbsent(keys.get(i), key -> new ArrayList<>()).add(i);
    }
    return members.values().stream()
        .map(all -> all.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Samples. */
  public int size() {
    return size;
  }

  /** Things that are drawn: the number that uncertainty stands on. */
  public int units() {
    return strata.stream().mapToInt(List::size).sum();
  }

  /** How often each sample comes in one draw. */
  int[] draw(RandomGenerator random) {
    int[] times = new int[size];
    for (List<int[]> units : strata) {
      for (int i = 0; i < units.size(); i++) {
        for (int sample : units.get(index(random, units.size()))) {
          times[sample]++;
        }
      }
    }
    return times;
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
   */
  int[] without(int block, int blocks) {
    int[] times = new int[size];
    int unit = 0;
    for (List<int[]> units : strata) {
      for (int[] samples : units) {
        boolean left = unit++ % blocks == block;
        for (int sample : samples) {
          times[sample] = left ? 0 : 1;
        }
      }
    }
    return times;
  }
}
