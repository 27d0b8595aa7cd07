package org.graft4j.eval.advice;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.graft4j.eval.transferability.LabelledFeatures;
import org.graft4j.eval.transferability.LinearProbe;

/**
 * The same probe on the features of a network of the same architecture with random weights: what
 * the pretrained weights are worth is what they add to that.
 *
 * @param probe of the random network
 * @param classes where the two differ, class by class
 */
public record Baseline(ProbeScore probe, List<ClassPairs> classes) {

  public Baseline {
    classes = List.copyOf(classes);
  }

  static Baseline of(LabelledFeatures labels, LinearProbe pretrained, LinearProbe random) {
    int[] onlyPretrained = new int[labels.classes()];
    int[] onlyRandom = new int[labels.classes()];
    for (int i = 0; i < labels.size(); i++) {
      int label = labels.label(i);
      boolean right = pretrained.predicted().get(i) == label;
      boolean other = random.predicted().get(i) == label;
      onlyPretrained[label] += right && !other ? 1 : 0;
      onlyRandom[label] += other && !right ? 1 : 0;
    }
    List<ClassPairs> classes = new ArrayList<>();
    for (int c = 0; c < labels.classes(); c++) {
      classes.add(new ClassPairs(labels.count(c), onlyPretrained[c], onlyRandom[c]));
    }
    return new Baseline(ProbeScore.of(random, labels), classes);
  }

  /** Pictures that the pretrained features alone got right. */
  public int onlyPretrained() {
    return all().onlyPretrained();
  }

  /** Pictures that the random ones alone got right. */
  public int onlyRandom() {
    return all().onlyRandom();
  }

  /**
   * Of the one-sided exact sign test (McNemar's): how probable so many of the pictures on which
   * they differ would be the pretrained one's, were the two equally good; 1 without any.
   */
  public double p() {
    int differing = onlyPretrained() + onlyRandom();
    // As many or more for one is as few or fewer for the other, and small numbers stay exact.
    return differing == 0 ? 1 : tail(differing, onlyRandom());
  }

  /**
   * What the pretrained features lead by at most, in accuracy: one-sided upper end of Agresti and
   * Min's interval (2005, "Simple improved confidence intervals for comparing matched proportions",
   * Statistics in Medicine 24).
   */
  double mostLead(double confidence) {
    return mostLead(List.of(all()), confidence);
  }

  /** The same in mean recall, where a rare class counts as much as a frequent one. */
  double mostRecallLead(double confidence) {
    return mostLead(classes, confidence);
  }

  private static double mostLead(List<ClassPairs> parts, double confidence) {
    double lead = parts.stream().mapToDouble(ClassPairs::lead).sum();
    double variance = parts.stream().mapToDouble(ClassPairs::variance).sum();
    double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(confidence);
    return (lead + z * Math.sqrt(variance)) / parts.size();
  }

  private ClassPairs all() {
    return classes.stream().reduce(ClassPairs::plus).orElseThrow();
  }

  /** Probability of that many heads or fewer. */
  private static double tail(int coins, int heads) {
    BinomialDistribution distribution = new BinomialDistribution(null, coins, 0.5);
    double sum = 0;
    for (int i = 0; i <= heads; i++) {
      sum += distribution.probability(i);
    }
    return Math.min(1, sum);
  }
}
