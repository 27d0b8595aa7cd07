package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.data.ImageItem;

/** A few pictures that stand for all: one of each class before a second of any. */
final class EvenChoice {
  private EvenChoice() {}

  /**
   * So many items, by class; those of a class, and the classes if not all have one, are spread
   * evenly over the whole.
   *
   * @param count all are taken if there are no more
   */
  static List<ImageItem> of(List<ImageItem> items, int count) {
    Map<Integer, List<ImageItem>> byClass = new TreeMap<>();
    for (ImageItem item : items) {
      byClass.computeIfAbsent(item.label(), label -> new ArrayList<>()).add(item);
    }
    Map<Integer, Integer> shares = shares(byClass, Math.min(count, items.size()));
    List<ImageItem> chosen = new ArrayList<>();
    byClass.forEach(
        (label, ofClass) -> chosen.addAll(spread(ofClass, shares.getOrDefault(label, 0))));
    return chosen;
  }

  private static Map<Integer, Integer> shares(Map<Integer, List<ImageItem>> byClass, int count) {
    Map<Integer, Integer> shares = new TreeMap<>();
    int left = count;
    while (left > 0) {
      List<Integer> open = new ArrayList<>();
      byClass.forEach(
          (label, items) -> {
            if (shares.getOrDefault(label, 0) < items.size()) {
              open.add(label);
            }
          });
      List<Integer> round = spread(open, Math.min(left, open.size()));
      round.forEach(label -> shares.merge(label, 1, Integer::sum));
      left -= round.size();
    }
    return shares;
  }

  private static <T> List<T> spread(List<T> all, int count) {
    List<T> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(all.get((int) ((2L * i + 1) * all.size() / (2L * count))));
    }
    return some;
  }
}
