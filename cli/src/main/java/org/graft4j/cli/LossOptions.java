package org.graft4j.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Sampling;
import org.graft4j.train.objective.ClassWeights;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FocalLoss;
import org.graft4j.train.objective.Loss;
import org.graft4j.transfer.FineTuner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What training minimises, and how often it sees each class. */
final class LossOptions {
  private static final double GAMMA = 2;
  private static final double BETA = 0.999;

  /** A name, and a number where the user has one. */
  private static final Pattern FORM =
      Pattern.compile("([a-z-]+)(?::(\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?))?");

  @Option(
      names = "--loss",
      paramLabel = "cross-entropy|focal[:GAMMA]",
      description =
          "What is minimised; focal: examples that are right already count for little, the less the"
              + " higher GAMMA, 2 if not given (default: cross-entropy).")
  private @Nullable String loss;

  @Option(
      names = "--label-smoothing",
      paramLabel = "S",
      description =
          "Share of each label that is spread evenly over all classes, 0 to below 1, say 0.1; of"
              + " cross-entropy only (default: 0).")
  private @Nullable Double labelSmoothing;

  @Option(
      names = "--class-weights",
      paramLabel = "none|balanced|effective[:BETA]",
      description =
          "Let the examples of rare classes count more: balanced, by the inverse of a class' share;"
              + " effective, by the inverse of its effective number, gentler the lower BETA, 0.999"
              + " if not given (default: none).")
  private @Nullable String classWeights;

  @Option(
      names = "--balanced",
      description =
          "Show every class as often as the others: pictures of rare classes come several times in"
              + " an epoch, those of frequent ones not in each.")
  private boolean balanced;

  /** Refuses what is out of range, or does not go together. */
  void require() {
    if (labelSmoothing != null && !(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new WrongValue(
          "--label-smoothing must be from 0 to below 1, but was " + labelSmoothing);
    }
    boolean weighted = !weights(1, 1).isEmpty();
    Loss chosen = loss(List.of());
    if (chosen instanceof FocalLoss && labelSmoothing != null && labelSmoothing > 0) {
      throw new WrongValue(
          "--label-smoothing must come with --loss cross-entropy, but the loss is " + chosen);
    }
    if (weighted && balanced) {
      throw new WrongValue(
          "--class-weights must come without --balanced: together they count rare classes twice");
    }
  }

  void applyTo(FineTuner.Builder tuner, DatasetSplit split) {
    if (loss != null || labelSmoothing != null || classWeights != null) {
      long[] counts = new long[split.labels().size()];
      for (ImageItem item : split.train()) {
        counts[item.label()]++;
      }
      tuner.loss(loss(weights(counts)));
    }
    if (balanced) {
      tuner.sampling(Sampling.BALANCED);
    }
  }

  private Loss loss(List<Double> weights) {
    Matcher form = FORM.matcher(loss == null ? "cross-entropy" : loss);
    String number = form.matches() ? form.group(2) : null;
    if (form.matches() && form.group(1).equals("focal")) {
      return new FocalLoss(number == null ? GAMMA : Double.parseDouble(number), weights);
    }
    if (form.matches() && form.group(1).equals("cross-entropy") && number == null) {
      return new CrossEntropy(
          labelSmoothing == null ? 0 : labelSmoothing, weights, CrossEntropy.Mean.BY_WEIGHT);
    }
    throw new WrongValue(
        "--loss must be cross-entropy or focal, the latter with a gamma if you like, say focal:2,"
            + " but was '"
            + loss
            + "'");
  }

  /** Empty for none; also where a class has no pictures, which the run then refuses by name. */
  private List<Double> weights(long... counts) {
    Matcher form = FORM.matcher(classWeights == null ? "none" : classWeights);
    String number = form.matches() ? form.group(2) : null;
    String name = form.matches() ? form.group(1) : "";
    double beta = number == null ? BETA : Double.parseDouble(number);
    boolean known =
        name.equals("effective") ? beta < 1 : List.of("none", "balanced").contains(name);
    if (!known || (number != null && !name.equals("effective"))) {
      throw new WrongValue(
          "--class-weights must be none, balanced or effective, the last with a beta below 1 if you"
              + " like, say effective:0.99, but was '"
              + classWeights
              + "'");
    }
    for (long count : counts) {
      if (count == 0) {
        return List.of();
      }
    }
    return switch (name) {
      case "balanced" -> ClassWeights.balanced(counts);
      case "effective" -> ClassWeights.effectiveNumber(beta, counts);
      default -> List.of();
    };
  }
}
