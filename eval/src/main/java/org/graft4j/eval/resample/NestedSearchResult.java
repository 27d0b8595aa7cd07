package org.graft4j.eval.resample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a nested search came to. Immutable.
 *
 * @param by the measure that candidates were chosen by
 * @param candidates their names, in the order given
 * @param choices one for each outer fold
 * @param outer the honest numbers: of choosing, training and measuring on what had no part in
 *     either
 */
public record NestedSearchResult(
    FoldMeasure by,
    List<String> candidates,
    List<NestedChoice> choices,
    CrossValidationResult outer) {

  public NestedSearchResult {
    candidates = List.copyOf(candidates);
    choices = List.copyOf(choices);
  }

  /** How often each candidate was chosen, those never chosen included, in the order given. */
  public Map<String, Integer> timesChosen() {
    Map<String, Integer> times = new LinkedHashMap<>();
    candidates.forEach(name -> times.put(name, 0));
    choices.forEach(choice -> times.merge(choice.chosen(), 1, Integer::sum));
    return Collections.unmodifiableMap(times);
  }

  /** The mean of the inner numbers of a candidate over the outer folds. */
  public double inner(String candidate) {
    return choices.stream()
        .mapToDouble(choice -> choice.inner().getOrDefault(candidate, Double.NaN))
        .average()
        .orElseThrow();
  }

  /** What the inner folds promised of the chosen ones, on average: too good. */
  public double promised() {
    return choices.stream().mapToDouble(NestedChoice::promised).average().orElseThrow();
  }

  /** What was measured on the outer folds, pooled: what to report. */
  public double measured() {
    return outer.measure(by).pooled().value().orElseThrow();
  }

  /**
   * By how much the inner number flatters; about 0 where one candidate is clearly best. Inner folds
   * learn from fewer items, which works the other way, so that it may be negative.
   */
  public double optimism() {
    return by.higherIsBetter() ? promised() - measured() : measured() - promised();
  }

  /** The candidate chosen most often, the earlier of equals: what to train with in the end. */
  public String mostChosen() {
    Map<String, Integer> times = timesChosen();
    String best = candidates.get(0);
    for (String name : candidates) {
      best = times.getOrDefault(name, 0) > times.getOrDefault(best, 0) ? name : best;
    }
    return best;
  }
}
