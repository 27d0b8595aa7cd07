package org.graft4j.eval.doctor;

import java.util.Arrays;
import java.util.List;

/**
 * Finds hashes that are near to others without holding each against each (multi-index hashing:
 * Norouzi, Punjani, Fleet 2012, "Fast search in Hamming space with multi-index hashing").
 *
 * <p>Two hashes that differ in at most {@link #FARTHEST} bits differ in at most two bits of one of
 * their four quarters, by the pigeonhole principle: what lies at a quarter's value, or at one of
 * the 136 others within two bits, is all that need be compared. 100,000 random hashes take a few
 * seconds.
 */
final class NearDuplicates {
  /** The largest distance that is asked for. */
  static final int FARTHEST = 11;

  private static final int QUARTERS = 4;
  private static final int BITS = 16;
  private static final int VALUES = 1 << BITS;

  /** Quarters that differ from a value in none, one or two bits are it XOR one of these. */
  private static final int[] NEAR = near();

  private final long[] hashes;

  /** For each quarter, where each value's places begin in {@link #places}. */
  private final int[][] starts = new int[QUARTERS][];

  private final int[][] places = new int[QUARTERS][];

  /** Takes what a pair was found to be. */
  interface Pairs {
    /**
     * A pair; each comes once.
     *
     * @param query place in the hashes asked for
     * @param found place in the index
     */
    void add(int query, int found, int distance);
  }

  private NearDuplicates(long[] hashes) {
    this.hashes = hashes;
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      int[] start = new int[VALUES + 1];
      for (long hash : hashes) {
        start[value(hash, quarter) + 1] += hash == 0 ? 0 : 1;
      }
      for (int value = 0; value < VALUES; value++) {
        start[value + 1] += start[value];
      }
      int[] next = Arrays.copyOf(start, VALUES);
      int[] place = new int[hashes.length];
      for (int i = 0; i < hashes.length; i++) {
        if (hashes[i] != 0) {
          place[next[value(hashes[i], quarter)]++] = i;
        }
      }
      starts[quarter] = start;
      places[quarter] = place;
    }
  }

  /** An index of hashes, 20 bytes each and 1 MiB. */
  static NearDuplicates index(List<PerceptualHash> hashes) {
    return new NearDuplicates(hashes.stream().mapToLong(PerceptualHash::bits).toArray());
  }

  private static int[] near() {
    int[] near = new int[1 + BITS + BITS * (BITS - 1) / 2];
    int n = 1;
    for (int i = 0; i < BITS; i++) {
      near[n++] = 1 << i;
      for (int j = 0; j < i; j++) {
        near[n++] = (1 << i) | (1 << j);
      }
    }
    return near;
  }

  private static int value(long hash, int quarter) {
    return (int) (hash >>> (BITS * quarter)) & (VALUES - 1);
  }

  /**
   * All that is within a distance of a hash; a blank one is near to nothing, nor is anything to it.
   *
   * @param query goes to the pairs as it is
   * @param distance 0 to {@link #FARTHEST}
   */
  void within(int query, PerceptualHash hash, int distance, Pairs pairs) {
    if (distance < 0 || distance > FARTHEST) {
      throw new IllegalArgumentException(
          "distance must be from 0 to " + FARTHEST + ", but was " + distance);
    }
    if (hash.blank()) {
      return;
    }
    long bits = hash.bits();
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      int value = value(bits, quarter);
      for (int flipped : NEAR) {
        int at = value ^ flipped;
        for (int k = starts[quarter][at]; k < starts[quarter][at + 1]; k++) {
          int place = places[quarter][k];
          int far = Long.bitCount(bits ^ hashes[place]);
          if (far <= distance && firstAt(bits ^ hashes[place], quarter)) {
            pairs.add(query, place, far);
          }
        }
      }
    }
  }

  /** Whether no quarter before this one met the pair. */
  private static boolean firstAt(long differing, int quarter) {
    for (int before = 0; before < quarter; before++) {
      if (Integer.bitCount(value(differing, before)) <= 2) {
        return false;
      }
    }
    return true;
  }
}
