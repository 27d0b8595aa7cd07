package org.graft4j.eval.resample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was chosen without the items of one outer fold. Immutable.
 *
 * @param place the outer fold
 * @param chosen name of the candidate that the inner folds favoured, the earlier of equals
 * @param inner of each candidate, in their order, the number of its pooled inner predictions
 */
public record NestedChoice(FoldPlace place, String chosen, Map<String, Double> inner) {

  public NestedChoice {
    inner = Collections.unmodifiableMap(new LinkedHashMap<>(inner));
    if (!inner.containsKey(chosen)) {
      throw new IllegalArgumentException(
          "chosen must be one of " + inner.keySet() + ", but was '" + chosen + "'");
    }
  }

  /** What the inner folds promised of the chosen one: too good, being the best of several. */
  public double promised() {
    return inner.getOrDefault(chosen, Double.NaN);
  }
}
