package org.graft4j.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft4j.data.LabelMap;

/**
 * The most probable classes of one picture. Immutable.
 *
 * @param top at least one, by descending probability; equal ones by ascending index
 */
public record Classification(List<LabelProbability> top) {

  public Classification {
    top = List.copyOf(top);
    if (top.isEmpty()) {
      throw new IllegalArgumentException("top must hold at least one class, but was empty");
    }
  }

  /** The most probable class. */
  public LabelProbability best() {
    return top.get(0);
  }

  /**
   * @param probabilities one for each label, none NaN
   * @param k most classes to keep
   */
  static Classification of(float[] probabilities, LabelMap labels, int k) {
    List<LabelProbability> all = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      all.add(new LabelProbability(labels.name(i), i, probabilities[i]));
    }
    // The sort is stable, so that equal ones stay in the order of their indices.
    all.sort(Comparator.comparingDouble(LabelProbability::probability).reversed());
    return new Classification(all.subList(0, Math.min(k, all.size())));
  }
}
