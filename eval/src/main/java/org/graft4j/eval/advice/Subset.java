package org.graft4j.eval.advice;

import java.util.List;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;

/** What the pictures that were looked at say of all of them. */
final class Subset {
  private Subset() {}

  /**
   * Pictures to train on in the smallest class, not counting copies: of those that were not looked
   * at, the same share is taken to be copies as of those that were.
   *
   * @param chosen some of the items, one of each class at least
   * @param kept these without copies
   */
  static double smallestClass(
      LabelMap labels, List<ImageItem> items, List<ImageItem> chosen, List<ImageItem> kept) {
    int[] all = counts(items, labels);
    int[] some = counts(chosen, labels);
    int[] distinct = counts(kept, labels);
    double smallest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < all.length; c++) {
      smallest = Math.min(smallest, (double) all[c] * distinct[c] / some[c]);
    }
    return smallest;
  }

  private static int[] counts(List<ImageItem> items, LabelMap labels) {
    int[] counts = new int[labels.size()];
    items.forEach(item -> counts[item.label()]++);
    return counts;
  }
}
