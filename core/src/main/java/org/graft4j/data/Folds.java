package org.graft4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Which fold of a cross-validation each sample is held out in. Immutable. */
public final class Folds {
  private final int[] foldOf;
  private final int count;

  private Folds(int[] foldOf, int count) {
    this.foldOf = foldOf;
    this.count = count;
  }

  /** As {@link #stratified(int[], List, int, Seed)}; samples are called {@code #0}, {@code #1}. */
  public static Folds stratified(int[] labels, int folds, Seed seed) {
    return stratified(
        labels, IntStream.range(0, labels.length).mapToObj(i -> "#" + i).toList(), folds, seed);
  }

  /**
   * Deals the members of each class, shuffled by the seed, to the folds in turn, one class going on
   * where the one before ended: folds differ by one sample at most, and so does a class in them.
   *
   * @param labels class of each sample, not negative; a number that none has is passed over
   * @param ids names of the samples, for messages
   * @param folds at least 2; no more are made than the largest class has samples
   * @throws IllegalArgumentException if there are no samples, or a class has a single one: it would
   *     have to be learned from and held out at once
   */
  public static Folds stratified(int[] labels, List<String> ids, int folds, Seed seed) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be 2 at least, but were " + folds);
    }
    if (labels.length == 0 || labels.length != ids.size()) {
      throw new IllegalArgumentException(
          "labels and ids must have one entry for each sample, one at least, but had "
              + labels.length
              + " and "
              + ids.size());
    }
    Map<Integer, List<Integer>> classes = classes(labels, ids);
    int most = classes.values().stream().mapToInt(List::size).max().orElseThrow();
    int made = Math.min(folds, most);
    int[] foldOf = new int[labels.length];
    int next = 0;
    for (Map.Entry<Integer, List<Integer>> entry : classes.entrySet()) {
      List<Integer> members = entry.getValue();
      for (int place : seed.permutation(members.size(), "folds", entry.getKey())) {
        foldOf[members.get(place)] = next++ % made;
      }
    }
    return new Folds(foldOf, made);
  }

  private static Map<Integer, List<Integer>> classes(int[] labels, List<String> ids) {
    Map<Integer, List<Integer>> classes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "label of '" + ids.get(i) + "' must not be negative, but was " + labels[i]);
      }
      classes.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
    }
    classes.forEach(
        (label, members) -> {
          if (members.size() < 2) {
            throw new IllegalArgumentException(
                "each class must have two samples at least, to learn from and to hold out, but class "
                    + label
                    + " has '"
                    + ids.get(members.get(0))
                    + "' alone");
          }
        });
    return classes;
  }

  /** How many folds there are, two at least. */
  public int count() {
    return count;
  }

  /** How many samples there are. */
  public int size() {
    return foldOf.length;
  }

  /** The fold that a sample is held out in, in {@code [0, count)}. */
  public int of(int sample) {
    return foldOf[sample];
  }

  /** Samples that a fold holds out, ascending. */
  public List<Integer> heldOut(int fold) {
    return samples(requireFold(fold), true);
  }

  /** Samples that a fold learns from: all others, ascending. */
  public List<Integer> training(int fold) {
    return samples(requireFold(fold), false);
  }

  private int requireFold(int fold) {
    if (fold < 0 || fold >= count) {
      throw new IllegalArgumentException("fold must be in [0, " + count + "), but was " + fold);
    }
    return fold;
  }

  private List<Integer> samples(int fold, boolean held) {
    return IntStream.range(0, foldOf.length)
        .filter(i -> (foldOf[i] == fold) == held)
        .boxed()
        .toList();
  }
}
