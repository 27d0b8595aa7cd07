package org.graft4j.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Some of a set's pictures to probe on, so that advice costs the same on a large set as on a small
 * one.
 */
public final class ItemSample {
  private ItemSample() {}

  /**
   * At most that many pictures, each class in proportion but with two at least, chosen by the seed,
   * in the order given. A class's choice depends on the seed, its name and its own pictures.
   *
   * @param most is exceeded only where two a class are more; where a class keeps two against its
   *     proportion, the others have that much less
   * @throws DatasetException if there are fewer than two classes, or a class has fewer than two
   *     pictures
   */
  public static List<ImageItem> of(List<ImageItem> items, LabelMap labels, int most, Seed seed)
      throws DatasetException {
    List<List<Integer>> classes = members(items, labels);
    double share = share(classes, most);
    List<Integer> chosen = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      List<Integer> members = classes.get(c);
      int wanted = Math.max(2, (int) (share * members.size() + 1e-9));
      int[] order = seed.permutation(members.size(), "advice", Seed.coordinate(labels.name(c)));
      for (int i = 0; i < Math.min(wanted, members.size()); i++) {
        chosen.add(members.get(order[i]));
      }
    }
    return chosen.stream().sorted(Comparator.naturalOrder()).map(items::get).toList();
  }

  /** Of the classes that are large enough for their share to be two pictures or more. */
  private static double share(List<List<Integer>> classes, int most) {
    double share = 1;
    int small = -1;
    for (int now = 0; now != small; ) {
      small = now;
      int others = 0;
      for (List<Integer> members : classes) {
        others += share * members.size() < 2 ? 0 : members.size();
      }
      share =
          others == 0 ? share : Math.min(share, Math.max(0, most - 2 * small) / (double) others);
      now = 0;
      for (List<Integer> members : classes) {
        now += share * members.size() < 2 ? 1 : 0;
      }
    }
    return share;
  }

  /**
   * The same without pictures whose bytes are those of an earlier one of their class: held out
   * while its copy is learned from, it would be told right whatever the features are. A class keeps
   * two.
   *
   * @throws IOException if a file cannot be read
   */
  public static List<ImageItem> withoutCopies(
      List<ImageItem> items, LabelMap labels, ItemDigests digests) throws IOException {
    int[] left = counts(items, labels);
    Set<String> seen = new HashSet<>();
    List<ImageItem> kept = new ArrayList<>();
    for (ImageItem item : items) {
      boolean copy = !seen.add(item.label() + "/" + digests.of(item));
      if (copy && left[item.label()] > 2) {
        left[item.label()]--;
      } else {
        kept.add(item);
      }
    }
    return kept;
  }

  private static int[] counts(List<ImageItem> items, LabelMap labels) {
    int[] counts = new int[labels.size()];
    items.forEach(item -> counts[item.label()]++);
    return counts;
  }

  private static List<List<Integer>> members(List<ImageItem> items, LabelMap labels)
      throws DatasetException {
    if (labels.size() < 2) {
      throw new DatasetException(
          "there must be two classes at least, but there were " + labels.names());
    }
    List<List<Integer>> classes = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      classes.add(new ArrayList<>());
    }
    for (int i = 0; i < items.size(); i++) {
      int label = items.get(i).label();
      if (label >= labels.size()) {
        throw new IllegalArgumentException(
            "labels must know the label of each item, but '"
                + items.get(i).id()
                + "' has label "
                + label
                + " of "
                + labels.size());
      }
      classes.get(label).add(i);
    }
    for (int c = 0; c < classes.size(); c++) {
      if (classes.get(c).size() < 2) {
        throw new DatasetException(
            "class '"
                + labels.name(c)
                + "' has "
                + (classes.get(c).isEmpty() ? "no picture" : "a single picture to learn from")
                + ", and a probe needs two at least, one to learn from and one to hold out: add"
                + " pictures, or delete the class");
      }
    }
    return classes;
  }
}
