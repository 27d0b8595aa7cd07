package org.graft4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deals whole groups to folds, greedily.
 *
 * <p>Large groups go first, since small ones can still even out what those left uneven. Groups are
 * not ordered by their exact size, but by its power of two, and shuffled within: another seed would
 * otherwise give the same folds wherever no two sizes are equal, and repeats would repeat nothing.
 */
final class GroupDeal {
  private final int folds;
  private final Map<Integer, Integer> classSizes;
  private final List<Map<Integer, Integer>> dealt = new ArrayList<>();
  private final int[] sizes;

  private GroupDeal(int folds, Map<Integer, Integer> classSizes) {
    this.folds = folds;
    this.classSizes = classSizes;
    this.sizes = new int[folds];
    for (int fold = 0; fold < folds; fold++) {
      dealt.add(new TreeMap<>());
    }
  }

  /** Members of a group, and how many of each class. */
  private record Group(List<Integer> members, Map<Integer, Integer> classes) {
    int magnitude() {
      return Integer.numberOfLeadingZeros(members.size());
    }
  }

  /** The fold of each sample. */
  static int[] of(int[] labels, List<String> groups, int folds, Seed seed) {
    TreeMap<String, Group> byName = new TreeMap<>(CodePointOrder.INSTANCE);
    Map<Integer, Integer> classSizes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "label of sample " + i + " must not be negative, but was " + labels[i]);
      }
      Group group =
          byName.computeIfAbsent(
              groups.get(i), name -> new Group(new ArrayList<>(), new TreeMap<>()));
      group.members().add(i);
      group.classes().merge(labels[i], 1, Integer::sum);
      classSizes.merge(labels[i], 1, Integer::sum);
    }
    Folds.requireCount(folds, byName.size(), "groups");
    List<Group> all = List.copyOf(byName.values());
    List<Group> order =
        Arrays.stream(seed.permutation(all.size(), "group folds"))
            .mapToObj(all::get)
            .sorted(Comparator.comparingInt(Group::magnitude))
            .toList();
    GroupDeal deal = new GroupDeal(folds, classSizes);
    int[] foldOf = new int[labels.length];
    for (Group group : order) {
      int fold = deal.take(group);
      group.members().forEach(member -> foldOf[member] = fold);
    }
    return foldOf;
  }

  /** An empty fold costs least and is the smallest: none stays empty. */
  private int take(Group group) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int fold = 0; fold < folds; fold++) {
      double cost = cost(group, dealt.get(fold));
      if (cost < least || (cost == least && sizes[fold] < sizes[best])) {
        best = fold;
        least = cost;
      }
    }
    Map<Integer, Integer> taken = dealt.get(best);
    group.classes().forEach((label, count) -> taken.merge(label, count, Integer::sum));
    sizes[best] += group.members().size();
    return best;
  }

  /**
   * By how much the squared shares of the classes in a fold grow. As the shares of all folds add up
   * to 1, the least sum of squares is the most even division.
   */
  private double cost(Group group, Map<Integer, Integer> fold) {
    double cost = 0;
    for (Map.Entry<Integer, Integer> entry : group.classes().entrySet()) {
      double all = classSizes.getOrDefault(entry.getKey(), 1);
      double added = entry.getValue() / all;
      double there = fold.getOrDefault(entry.getKey(), 0) / all;
      cost += added * (added + 2 * there);
    }
    return cost;
  }
}
