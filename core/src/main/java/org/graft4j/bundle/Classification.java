package org.graft4j.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.graft4j.data.LabelMap;

/**
 * The most probable classes of one picture. Immutable.
 *
 * @param top at least one, by descending probability; equal ones by ascending index
 * @param abstained whether the model is not sure enough for an answer, by the error rate that was
 *     asked for when it was trained; false where none was
 */
public record Classification(List<LabelProbability> top, boolean abstained) {

  public Classification {
    top = List.copyOf(top);
    if (top.isEmpty()) {
      throw new IllegalArgumentException("top must hold at least one class, but was empty");
    }
  }

  /** An answer. */
  public Classification(List<LabelProbability> top) {
    this(top, false);
  }

  /** The most probable class, also where the model is not sure enough of it. */
  public LabelProbability best() {
    return top.get(0);
  }

  /**
   * @param probabilities one for each label, none NaN
   * @param k most classes to keep
   */
  static Classification of(double[] probabilities, LabelMap labels, int k, boolean abstained) {
    List<LabelProbability> all = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      all.add(new LabelProbability(labels.name(i), i, probabilities[i]));
    }
    // The sort is stable, so that equal ones stay in the order of their indices.
    all.sort(Comparator.comparingDouble(LabelProbability::probability).reversed());
    return new Classification(all.subList(0, Math.min(k, all.size())), abstained);
  }
}
