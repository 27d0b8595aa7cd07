package org.graft4j.augment.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What heads said of each item while it was held out.
 *
 * @param predicted class that was told in the first cross-validation, one an item
 * @param labels its class
 * @param foldAccuracies share that was told right in each fold, those of the first cross-validation
 *     first
 */
public record OutOfFold(
    List<Integer> predicted, List<Integer> labels, List<Double> foldAccuracies) {

  public OutOfFold {
    predicted = List.copyOf(predicted);
    labels = List.copyOf(labels);
    foldAccuracies = List.copyOf(foldAccuracies);
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
    return (int) IntStream.range(0, n()).filter(this::right).count();
  }

  /** Share of the items that were told right. */
  public double accuracy() {
    return (double) correct() / n();
  }

  /** Share of the largest class: who says that one always is right as often. */
  public double majority() {
    int[] counts = new int[labels.stream().mapToInt(Integer::intValue).max().orElseThrow() + 1];
    labels.forEach(label -> counts[label]++);
    return (double) Arrays.stream(counts).max().orElseThrow() / n();
  }

  /**
   * Items that were told right here and not there.
   *
   * @param other of the same items
   */
  public int gainedOver(OutOfFold other) {
    return (int) IntStream.range(0, n()).filter(item -> right(item) && !other.right(item)).count();
  }

  private boolean right(int item) {
    return predicted.get(item).equals(labels.get(item));
  }
}
