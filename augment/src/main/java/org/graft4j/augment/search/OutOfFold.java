package org.graft4j.augment.search;

import java.util.List;

/**
 * What heads said of each item while it was held out.
 *
 * @param predicted class that was told, one an item
 * @param labels its class
 */
public record OutOfFold(List<Integer> predicted, List<Integer> labels) {

  public OutOfFold {
    predicted = List.copyOf(predicted);
    labels = List.copyOf(labels);
    if (predicted.size() != labels.size() || labels.isEmpty()) {
      throw new IllegalArgumentException(
          "predicted and labels must be one an item, one at least, but were "
              + predicted.size()
              + " and "
              + labels.size());
    }
  }

  /** Items. */
  public int n() {
    return labels.size();
  }

  /** Items that were told right. */
  public int correct() {
    int correct = 0;
    for (boolean one : right()) {
      correct += one ? 1 : 0;
    }
    return correct;
  }

  /** Share of the items that were told right. */
  public double accuracy() {
    return (double) correct() / n();
  }

  /** For each item whether it was told right; a new array. */
  public boolean[] right() {
    boolean[] right = new boolean[n()];
    for (int i = 0; i < right.length; i++) {
      right[i] = predicted.get(i).equals(labels.get(i));
    }
    return right;
  }
}
