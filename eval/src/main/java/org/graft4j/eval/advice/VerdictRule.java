package org.graft4j.eval.advice;

import java.util.Locale;
import java.util.Optional;
import org.graft4j.eval.Interval;

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
 * <p>Not to transfer takes evidence against: an upper bound of what the features may be worth. A
 * test that fails is none, since with few pictures each one does; then the verdict is the cautious
 * linear probe. So one more picture told right never turns a verdict into {@link
 * Verdict#FROM_SCRATCH}.
 *
 * @param verdict what to do
 * @param why in a sentence
 */
record VerdictRule(Verdict verdict, String why) {
  /** Pictures a class below which moving a backbone's weights is out of the question. */
  static final int FEW = 25;

  /** Pictures a class from which on there is enough to fit the features to the task. */
  static final int MANY = 100;

  /** Probed pictures below which nothing counts as evidence against a backbone. */
  static final int ENOUGH = 50;

  /** A probe whose interval begins here leaves little to gain. */
  static final double GOOD = 0.95;

  /**
   * Share of the held-out error that the training pictures show as well: from here on it is the
   * features that do not separate the classes, and not the pictures that are too few for the head.
   */
  static final double UNDERFIT = 0.5;

  /** Below it the pretrained features are better than random ones beyond doubt. */
  static final double SIGNIFICANT = 0.05;

  /** Of the bounds: at both ends, or at one where the other does not matter. */
  static final double TWO_SIDED = 0.9;

  static final double ONE_SIDED = 0.95;

  /**
   * Mean recall beyond guessing, as a share of what there is beyond it, that counts as none if it
   * is not shown to be any: agreement up to 0.2 is slight (Landis, Koch 1977, "The Measurement of
   * Observer Agreement for Categorical Data").
   */
  static final double SLIGHT = 0.2;

  /** A lead over random features that is smaller is none ... */
  static final double LEAD = 0.05;

  /** ... unless it takes away as much of the errors that the random ones make. */
  static final double LEAD_OF_ERRORS = 0.5;

  /**
   * Decides.
   *
   * @param perClass pictures to train on in the smallest class
   */
  static VerdictRule of(ProbeScore probe, Optional<Baseline> baseline, double perClass) {
    double chance = 1.0 / probe.classes().size();
    Interval recall = probe.meanRecallInterval(TWO_SIDED);
    boolean signal = recall.low() > chance;
    boolean better = baseline.filter(random -> random.p() < SIGNIFICANT).isPresent();
    if (littleLeft(probe)) {
      return linearProbe(
          probe, baseline, "; fine-tuning has little left to gain and features to distort");
    }
    if (perClass < FEW) {
      return linearProbe(
          probe,
          baseline,
          text(
              "; %.0f pictures in the smallest class are too few to move its weights by (%d)%s",
              perClass,
              FEW,
              signal || better ? "" : " and too few to tell whether there is a signal at all"));
    }
    if (!better && probe.n() >= ENOUGH) {
      if (!signal && recall.high() < chance + SLIGHT * (1 - chance)) {
        return noSignal(probe, recall, chance);
      }
      if (baseline.filter(VerdictRule::noLead).isPresent()) {
        return nothingAdded(probe, baseline.get());
      }
    }
    if (!signal) {
      return linearProbe(
          probe,
          baseline,
          text(
              "; guessing gets a mean recall of %.3f: the pictures are too few to tell whether"
                  + " there is a signal in these features, and a linear probe costs least to try",
              chance));
    }
    VerdictRule rule = training(probe, perClass);
    return new VerdictRule(rule.verdict(), told(probe, baseline) + rule.why());
  }

  private static boolean littleLeft(ProbeScore probe) {
    return probe.correct() == probe.n()
        || (probe.interval().low() >= GOOD && probe.meanRecall() >= GOOD);
  }

  /** Whether the pretrained features are shown to lead by nothing that matters. */
  private static boolean noLead(Baseline random) {
    return random.mostLead(ONE_SIDED) < lead(random.probe().accuracy())
        && random.mostRecallLead(ONE_SIDED) < lead(random.probe().meanRecall());
  }

  private static double lead(double random) {
    return Math.min(LEAD, LEAD_OF_ERRORS * (1 - random));
  }

  private static VerdictRule noSignal(ProbeScore probe, Interval recall, double chance) {
    return new VerdictRule(
        Verdict.FROM_SCRATCH,
        told(probe, Optional.empty())
            + text(
                ", and guessing gets a mean recall of %.3f (90 %% interval of the probe's: [%.3f,"
                    + " %.3f]): no signal in these features; if no candidate has any, look at the"
                    + " labels before training",
                chance, recall.low(), recall.high()));
  }

  private static VerdictRule nothingAdded(ProbeScore probe, Baseline random) {
    return new VerdictRule(
        Verdict.FROM_SCRATCH,
        told(probe, Optional.empty())
            + text(
                ", a random network of the same architecture %s, sign test p = %.2g, a lead of %.3f"
                    + " at most: the pretrained weights add nothing here",
                accuracy(random.probe()), random.p(), random.mostLead(ONE_SIDED)));
  }

  private static VerdictRule linearProbe(
      ProbeScore probe, Optional<Baseline> baseline, String because) {
    return new VerdictRule(Verdict.LINEAR_PROBE, told(probe, baseline) + because);
  }

  private static VerdictRule training(ProbeScore probe, double perClass) {
    double error = 1 - probe.accuracy();
    double own = 1 - probe.trainingAccuracy();
    if (probe.leastTrainingError(ONE_SIDED) >= UNDERFIT * error) {
      return new VerdictRule(
          Verdict.FINE_TUNE,
          text(
              "; it gets %.3f of what it learned from wrong and %.3f of the rest: the features do"
                  + " not separate the classes, and %.0f pictures or more a class are enough to change"
                  + " them",
              own, error, perClass));
    }
    if (perClass >= MANY) {
      return new VerdictRule(
          Verdict.FINE_TUNE,
          text(
              "; %.3f of the held-out pictures are told wrong, and %.0f pictures or more a class"
                  + " (%d) are enough to fit the features to them",
              error, perClass, MANY));
    }
    return new VerdictRule(
        Verdict.LINEAR_PROBE,
        text(
            "; it gets %.3f of what it learned from wrong and %.3f of the rest: what is missing is"
                + " pictures (%.0f in the smallest class) and not freedom of the weights",
            own, error, perClass));
  }

  private static String told(ProbeScore probe, Optional<Baseline> baseline) {
    String told =
        text(
            "a linear probe tells %.3f [%.3f, %.3f] of %d held-out pictures right (mean recall"
                + " %.3f)",
            probe.accuracy(),
            probe.interval().low(),
            probe.interval().high(),
            probe.n(),
            probe.meanRecall());
    return told + baseline.map(VerdictRule::against).orElse("");
  }

  private static String against(Baseline baseline) {
    String random = ", with random weights " + accuracy(baseline.probe());
    return baseline.p() < SIGNIFICANT
        ? random
        : random + text(", not shown to be better (sign test p = %.2g)", baseline.p());
  }

  private static String accuracy(ProbeScore random) {
    return text("%.3f (mean recall %.3f)", random.accuracy(), random.meanRecall());
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
