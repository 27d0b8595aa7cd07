package org.graft4j.eval.advice;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.graft4j.eval.transferability.LabelledFeatures;
import org.graft4j.eval.transferability.LinearProbe;

/**
 * The same probe on the features of a network of the same architecture with random weights: what
 * the pretrained weights are worth is what they add to that.
 *
 * @param probe of the random network
 * @param onlyPretrained pictures that the pretrained features alone got right
 * @param onlyRandom pictures that the random ones alone got right
 * @param p of the one-sided exact sign test (McNemar's): how probable so many of the pictures on
 *     which they differ would be the pretrained one's, were the two equally good; 1 without any
 */
public record Baseline(ProbeScore probe, int onlyPretrained, int onlyRandom, double p) {

  static Baseline of(LabelledFeatures labels, LinearProbe pretrained, LinearProbe random) {
    int onlyPretrained = 0;
    int onlyRandom = 0;
    for (int i = 0; i < labels.size(); i++) {
      boolean right = pretrained.predicted().get(i) == labels.label(i);
      boolean other = random.predicted().get(i) == labels.label(i);
      onlyPretrained += right && !other ? 1 : 0;
      onlyRandom += other && !right ? 1 : 0;
    }
    int differing = onlyPretrained + onlyRandom;
    // As many or more for one is as few or fewer for the other, and small numbers stay exact.
    double p = differing == 0 ? 1 : tail(differing, onlyRandom);
    return new Baseline(ProbeScore.of(random), onlyPretrained, onlyRandom, p);
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
