package org.graft4j.eval.advice;

import java.util.Locale;
import java.util.Optional;

/**
 * From numbers to a verdict, with every threshold in one place.
 *
 * <p>What it leans on: fine-tuning beats a linear probe on most data sets, by the more the further
 * they are from the source and the more pictures there are, and hardly where there are few
 * (Kornblith, Shlens, Le 2019, "Do Better ImageNet Models Transfer Better?", arXiv:1805.08974);
 * where the features are good already it distorts them, which costs accuracy on other data than the
 * training set's, and the head is to be trained first (Kumar et al. 2022, "Fine-Tuning can Distort
 * Pretrained Features and Underperform Out-of-Distribution", arXiv:2202.10054). The numbers are
 * rules of thumb in that spirit; the why of a verdict names those that it was made of.
 *
 * @param verdict what to do
 * @param why in a sentence
 */
record VerdictRule(Verdict verdict, String why) {
  /** Pictures a class below which moving a backbone's weights is out of the question. */
  static final int FEW = 25;

  /** Pictures a class from which on there is enough to fit the features to the task. */
  static final int MANY = 100;

  /** A probe whose interval begins here leaves little to gain. */
  static final double GOOD = 0.95;

  /**
   * Share of the held-out error that the training pictures show as well: from here on it is the
   * features that do not separate the classes, and not the pictures that are too few for the head.
   */
  static final double UNDERFIT = 0.5;

  /** Below it the pretrained features are better than random ones beyond doubt. */
  static final double SIGNIFICANT = 0.05;

  /** An interval as wide as that says little. */
  static final double VAGUE = 0.2;

  /** A lead over random features that is neither significant nor as large is none. */
  static final double LEAD = 0.02;

  /**
   * Decides.
   *
   * @param chance share of the most frequent class in the probed pictures
   * @param perClass pictures to train on, a class
   */
  static VerdictRule of(
      ProbeScore probe, Optional<Baseline> baseline, double chance, double perClass) {
    if (probe.interval().low() <= chance) {
      return new VerdictRule(
          Verdict.FROM_SCRATCH,
          text(
              "%s, and whoever always names the most frequent class gets %.3f: no signal in these"
                  + " features%s; if no candidate has any, look at the labels before training",
              told(probe),
              chance,
              probe.interval().high() - probe.interval().low() > VAGUE
                  ? ", as far as so few pictures tell"
                  : ""));
    }
    if (baseline.isPresent() && noBetter(probe, baseline.get())) {
      return new VerdictRule(
          Verdict.FROM_SCRATCH,
          text(
              "%s, a random network of the same architecture %.3f (sign test p = %.2g): the"
                  + " pretrained weights add nothing here",
              told(probe), baseline.get().probe().accuracy(), baseline.get().p()));
    }
    VerdictRule rule = training(probe, perClass);
    return new VerdictRule(rule.verdict(), told(probe) + against(baseline) + rule.why());
  }

  private static boolean noBetter(ProbeScore probe, Baseline baseline) {
    return baseline.p() >= SIGNIFICANT && probe.accuracy() - baseline.probe().accuracy() < LEAD;
  }

  private static VerdictRule training(ProbeScore probe, double perClass) {
    double error = 1 - probe.accuracy();
    double own = 1 - probe.trainingAccuracy();
    if (perClass < FEW) {
      return new VerdictRule(
          Verdict.LINEAR_PROBE,
          text("; %.0f pictures a class are too few to move its weights by (%d)", perClass, FEW));
    }
    if (probe.interval().low() >= GOOD) {
      return new VerdictRule(
          Verdict.LINEAR_PROBE,
          text("; fine-tuning has little left to gain and features to distort"));
    }
    if (own >= UNDERFIT * error) {
      return new VerdictRule(
          Verdict.FINE_TUNE,
          text(
              "; it gets %.3f of what it learned from wrong and %.3f of the rest: the features do"
                  + " not separate the classes, and %.0f pictures a class are enough to change"
                  + " them",
              own, error, perClass));
    }
    if (perClass >= MANY) {
      return new VerdictRule(
          Verdict.FINE_TUNE,
          text(
              "; %.3f of the held-out pictures are told wrong, and %.0f pictures a class (%d or"
                  + " more) are enough to fit the features to them",
              error, perClass, MANY));
    }
    return new VerdictRule(
        Verdict.LINEAR_PROBE,
        text(
            "; it gets %.3f of what it learned from wrong and %.3f of the rest: what is missing is"
                + " pictures (%.0f a class) and not freedom of the weights",
            own, error, perClass));
  }

  private static String told(ProbeScore probe) {
    return text(
        "a linear probe tells %.3f [%.3f, %.3f] of %d held-out pictures right",
        probe.accuracy(), probe.interval().low(), probe.interval().high(), probe.n());
  }

  private static String against(Optional<Baseline> baseline) {
    if (baseline.isEmpty()) {
      return "";
    }
    String random = text(", with random weights %.3f", baseline.get().probe().accuracy());
    return baseline.get().p() < SIGNIFICANT
        ? random
        : random
            + text(
                " (not shown to be better, sign test p = %.2g: probe on more pictures)",
                baseline.get().p());
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
