package org.graft4j.eval.diagnose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;

/**
 * Shares of a training set, of each class in proportion, one item of a class at least; what a share
 * holds, a larger one holds too. A class's order depends on the seed and its name alone.
 */
final class NestedSubsets {
  private final List<ImageItem> items;
  private final List<List<Integer>> classes = new ArrayList<>();

  private NestedSubsets(List<ImageItem> items) {
    this.items = items;
  }

  static NestedSubsets of(List<ImageItem> items, LabelMap labels, Seed seed) {
    NestedSubsets subsets = new NestedSubsets(List.copyOf(items));
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      members.computeIfAbsent(items.get(i).label(), label -> new ArrayList<>()).add(i);
    }
    members.forEach(
        (label, places) -> {
          List<Integer> shuffled = new ArrayList<>();
          long name = Seed.coordinate(labels.name(label));
          for (int at : seed.permutation(places.size(), "learning-curve", name)) {
            shuffled.add(places.get(at));
          }
          subsets.classes.add(shuffled);
        });
    return subsets;
  }

  /**
   * The items of a share, in the order given.
   *
   * @param share in (0, 1]; 1 gives all
   */
  List<ImageItem> share(double share) {
    List<Integer> chosen = new ArrayList<>();
    for (List<Integer> places : classes) {
      int count = (int) Math.max(1, Math.round(share * places.size()));
      chosen.addAll(places.subList(0, count));
    }
    return chosen.stream().sorted(Comparator.naturalOrder()).map(items::get).toList();
  }
}
