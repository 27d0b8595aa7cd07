package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graft4j.eval.shift.ClassifierTwoSampleTest;
import org.graft4j.eval.shift.MeanDiscrepancy;
import org.graft4j.eval.shift.ProxyADistance;

/**
 * What {@code shift} found.
 *
 * @param groups the folders of both sides, those that are told best first
 */
record ShiftResult(
    ShiftSide first,
    ShiftSide second,
    ClassifierTwoSampleTest classifier,
    ProxyADistance distance,
    MeanDiscrepancy discrepancy,
    List<Group> groups) {
  /** Two tests are made: each has half of the 5 %. */
  private static final double LEVEL = 0.05 / 2;

  /**
   * A folder of one side.
   *
   * @param side A or B
   * @param told share that the classifier told right: 0.5 is chance
   */
  record Group(String side, String name, int pictures, double told) {}

  static ShiftResult of(
      ShiftSide first,
      ShiftSide second,
      ClassifierTwoSampleTest classifier,
      MeanDiscrepancy discrepancy) {
    List<Group> groups = new ArrayList<>();
    groups.addAll(groups("A", first, classifier, 0));
    groups.addAll(groups("B", second, classifier, first.items().size()));
    groups.sort((a, b) -> Double.compare(b.told(), a.told()));
    return new ShiftResult(
        first, second, classifier, ProxyADistance.of(classifier, 0.95), discrepancy, groups);
  }

  private static List<Group> groups(
      String side, ShiftSide pictures, ClassifierTwoSampleTest classifier, int from) {
    Map<String, List<Double>> right = new TreeMap<>();
    for (int i = 0; i < pictures.items().size(); i++) {
      right
          .computeIfAbsent(ShiftSide.group(pictures.items().get(i)), name -> new ArrayList<>())
          .add(classifier.right(from + i));
    }
    List<Group> groups = new ArrayList<>();
    right.forEach(
        (name, told) ->
            groups.add(
                new Group(
                    side,
                    name,
                    told.size(),
                    told.stream().mapToDouble(Double::doubleValue).average().orElseThrow())));
    return groups;
  }

  /** Whether one of the tests finds a difference at 5 %, both counted (Bonferroni). */
  boolean shifted() {
    return Math.min(classifier.pValue(), discrepancy.pValue()) <= LEVEL;
  }
}
