package org.graft4j.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Makes p-values honest where several comparisons are made at once. */
public final class SeveralComparisons {
  private SeveralComparisons() {}

  /**
   * Holm's step-down correction: with all values below a level called significant, the chance that
   * one of them is so by luck stays below that level, whatever their dependence (Holm 1979).
   *
   * @param values p-values in [0, 1]; may be empty
   * @return the corrected ones in the same order, at most 1
   */
  public static List<Double> holm(List<Double> values) {
    for (double value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("p-values must be in [0, 1], but one was " + value);
      }
    }
    List<Integer> order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparing(values::get))
            .toList();
    List<Double> corrected = new ArrayList<>(Collections.nCopies(values.size(), 1.0));
    double highest = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      double value = (values.size() - rank) * values.get(order.get(rank));
      highest = Math.max(highest, Math.min(1, value));
      corrected.set(order.get(rank), highest);
    }
    return corrected;
  }
}
