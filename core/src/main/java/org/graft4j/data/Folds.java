package org.graft4j.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Which fold of a cross-validation each sample is held out in. Immutable.
 *
 * <p>{@link #stratified} is right for independent samples; {@link #stratifiedGrouped} where some
 * belong together (pictures of a patient, of a scene, copies), since what is learned from one would
 * be measured on the other; {@link #leaveOneDomainOut} where the model is to work on a domain that
 * it never saw. The same seed gives the same folds, for ever.
 */
public final class Folds {
  private final int[] foldOf;
  private final List<String> names;

  private Folds(int[] foldOf, int count) {
    this(foldOf, IntStream.rangeClosed(1, count).mapToObj(i -> "fold " + i).toList());
  }

  private Folds(int[] foldOf, List<String> names) {
    this.foldOf = foldOf;
    this.names = List.copyOf(names);
  }

  /**
   * Deals all samples, shuffled by the seed, to the folds in turn, whatever their class: folds
   * differ by one sample at most. Where there are classes, {@link #stratified} gives steadier
   * numbers.
   *
   * @param samples as many as folds, at least
   * @param folds 2 at least
   */
  public static Folds plain(int samples, int folds, Seed seed) {
    requireCount(folds, samples, "samples");
    int[] foldOf = new int[samples];
    int next = 0;
    for (int place : seed.permutation(samples, "plain folds")) {
      foldOf[place] = next++ % folds;
    }
    return new Folds(foldOf, folds);
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
    requireSameLength(labels, ids, "ids");
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

  /**
   * Stratified without shuffling, as scikit-learn's {@code StratifiedKFold} does it: members of a
   * class are held out in the order in which they come, the first ones in the first fold. For
   * comparing numbers with it; where the order of the samples means something, shuffle.
   *
   * @param labels class of each sample, not negative
   * @param folds at least 2, at most as many as the largest class has samples
   */
  public static Folds stratifiedInOrder(int[] labels, int folds) {
    Map<Integer, List<Integer>> classes = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i++) {
      classes.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
    }
    int most = classes.values().stream().mapToInt(List::size).max().orElse(0);
    requireCount(folds, most, "samples of the largest class");
    int[] foldOf = new int[labels.length];
    int from = 0;
    for (List<Integer> members : classes.values()) {
      int[] quota = new int[folds];
      for (int i = 0; i < members.size(); i++) {
        quota[(from + i) % folds]++;
      }
      from += members.size();
      int fold = 0;
      for (int member : members) {
        while (quota[fold] == 0) {
          fold++;
        }
        quota[fold]--;
        foldOf[member] = fold;
      }
    }
    return new Folds(foldOf, folds);
  }

  /**
   * Whole groups: what is of one group is held out together. The larger groups are dealt first,
   * those of about one size in an order drawn by the seed, each to the fold with the fewest samples
   * so far: folds differ by no more than the largest group has.
   *
   * @param groups of each sample
   * @param folds 2 at least, at most as many as there are groups
   */
  public static Folds grouped(List<String> groups, int folds, Seed seed) {
    return new Folds(GroupDeal.of(new int[groups.size()], groups, folds, seed), folds);
  }

  /**
   * Whole groups, with the classes spread over the folds as evenly as a greedy deal can: the larger
   * groups first, those of about one size in an order drawn by the seed, each to the fold where the
   * shares of its classes stay most even, of equal ones to the smallest. Where each sample is a
   * group of its own a class differs by one at most between folds.
   *
   * @param labels class of each sample, not negative
   * @param ids names of the samples, for messages
   * @param groups of each sample
   * @param folds 2 at least, at most as many as there are groups
   * @throws IllegalArgumentException if there are fewer groups than folds, or a class lies in one
   *     fold alone, as it must if it has a single group: nothing could learn it there
   */
  public static Folds stratifiedGrouped(
      int[] labels, List<String> ids, List<String> groups, int folds, Seed seed) {
    requireSameLength(labels, ids, "ids");
    requireSameLength(labels, groups, "groups");
    Folds dealt = new Folds(GroupDeal.of(labels, groups, folds, seed), folds);
    return dealt.requireLearnable(
        labels,
        label ->
            "all samples of class "
                + label
                + ", say '"
                + firstOf(labels, ids, label)
                + "', are in one fold, where nothing could learn it: it must have samples of two"
                + " groups at least; add some, leave the class out, or try another seed");
  }

  /**
   * Each domain (a hospital, a camera, a site) is a fold of its own, held out while all others are
   * learned from. Folds are in the order of the domains' names, and bear them.
   *
   * @param labels class of each sample, not negative
   * @param domains of each sample, two different ones at least
   * @throws IllegalArgumentException if a domain is alone, or a class is in one domain only:
   *     nothing could learn it when that is held out
   */
  public static Folds leaveOneDomainOut(int[] labels, List<String> domains) {
    requireSameLength(labels, domains, "domains");
    TreeMap<String, Integer> fold = new TreeMap<>(CodePointOrder.INSTANCE);
    domains.forEach(domain -> fold.put(domain, 0));
    if (fold.size() < 2) {
      throw new IllegalArgumentException(
          "there must be two domains at least, one to learn from and one to hold out, but '"
              + fold.firstKey()
              + "' is alone");
    }
    int next = 0;
    for (Map.Entry<String, Integer> entry : fold.entrySet()) {
      entry.setValue(next++);
    }
    Folds folds =
        new Folds(
            domains.stream().mapToInt(fold::get).toArray(), List.copyOf(fold.navigableKeySet()));
    return folds.requireLearnable(
        labels,
        label ->
            "class "
                + label
                + " is in domain '"
                + firstOf(labels, domains, label)
                + "' alone, and nothing could learn it when that is held out: add samples of it to"
                + " another domain, or leave the class out");
  }

  /**
   * Several cross-validations of the same samples, each dealt anew; the first by the seed itself,
   * so that one repeat is what there is without.
   *
   * @param repeats positive
   * @param deal makes the folds of a seed
   */
  public static List<Folds> repeated(int repeats, Seed seed, Function<Seed, Folds> deal) {
    if (repeats <= 0) {
      throw new IllegalArgumentException("repeats must be positive, but were " + repeats);
    }
    return IntStream.range(0, repeats)
        .mapToObj(r -> deal.apply(r == 0 ? seed : Seed.of(seed.derive("repeat", r))))
        .toList();
  }

  private static String firstOf(int[] labels, List<String> names, int label) {
    return names.get(
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] == label)
            .findFirst()
            .orElseThrow());
  }

  private static void requireSameLength(int[] labels, List<String> others, String name) {
    if (labels.length == 0 || labels.length != others.size()) {
      throw new IllegalArgumentException(
          "labels and "
              + name
              + " must have one entry for each sample, one at least, but had "
              + labels.length
              + " and "
              + others.size());
    }
  }

  static void requireCount(int folds, int most, String what) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds must be 2 at least, but were " + folds);
    }
    if (folds > most) {
      throw new IllegalArgumentException(
          "folds must be no more than " + what + ", but were " + folds + " for " + most);
    }
  }

  private Folds requireLearnable(int[] labels, Function<Integer, String> message) {
    Map<Integer, Integer> only = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      // -1 once a class was seen in two folds.
      only.merge(labels[i], foldOf[i], (a, b) -> a.equals(b) ? a : -1);
    }
    only.forEach(
        (label, fold) -> {
          if (fold >= 0) {
            throw new IllegalArgumentException(message.apply(label));
          }
        });
    return this;
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
    return names.size();
  }

  /** What a fold is called: {@code fold 1} and so on, or the domain that it holds out. */
  public String name(int fold) {
    return names.get(requireFold(fold));
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
    if (fold < 0 || fold >= count()) {
      throw new IllegalArgumentException("fold must be in [0, " + count() + "), but was " + fold);
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
