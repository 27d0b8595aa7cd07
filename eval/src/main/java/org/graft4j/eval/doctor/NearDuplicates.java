package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds pairs of hashes that are near without holding each against each. */
final class NearDuplicates {
  /**
   * With at most so many bits that differ, one of as many bytes and one more is equal: only what
   * shares a byte at its place need be compared (the pigeonhole principle).
   */
  static final int FARTHEST = Long.BYTES - 1;

  private NearDuplicates() {}

  /**
   * Two places in a list.
   *
   * @param first the lower one
   * @param second the higher one
   * @param distance bits that differ
   */
  record Pair(int first, int second, int distance) {}

  /**
   * All pairs up to a distance, in the order of their places. Blank hashes are in none.
   *
   * @param distance 0 to {@link #FARTHEST}
   */
  static List<Pair> within(List<PerceptualHash> hashes, int distance) {
    if (distance < 0 || distance > FARTHEST) {
      throw new IllegalArgumentException(
          "distance must be from 0 to " + FARTHEST + ", but was " + distance);
    }
    Set<Pair> pairs = new HashSet<>();
    for (int place = 0; place < Long.BYTES; place++) {
      Map<Integer, List<Integer>> alike = new HashMap<>();
      for (int i = 0; i < hashes.size(); i++) {
        PerceptualHash hash = hashes.get(i);
        if (hash.blank()) {
          continue;
        }
        int part = (int) (hash.bits() >>> (8 * place)) & 0xff;
        List<Integer> others = alike.computeIfAbsent(part, key -> new ArrayList<>());
        for (int other : others) {
          int bits = hash.distance(hashes.get(other));
          if (bits <= distance) {
            pairs.add(new Pair(other, i, bits));
          }
        }
        others.add(i);
      }
    }
    return pairs.stream()
        .sorted(Comparator.comparingInt(Pair::first).thenComparingInt(Pair::second))
        .toList();
  }
}
