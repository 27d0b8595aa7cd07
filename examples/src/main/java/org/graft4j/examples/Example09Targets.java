package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import org.graft4j.augment.mix.CutMix;
import org.graft4j.augment.mix.MixUp;
import org.graft4j.data.BatchMixing;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Sampling;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Score;
import org.graft4j.examples.methods.Setting;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.train.objective.ClassWeights;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.FocalLoss;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;

/**
 * Does it matter what is learned from: softer labels, mixed pictures, rare classes made heavier?
 *
 * <p>Ten pictures of each of eight classes to learn from; for what is made for rare classes, twenty
 * of each second class and three of each other.
 */
public final class Example09Targets {
  private static final TrialData THINGS = DrawnThings.of(10);

  private static final FineTunePlan PLAN = FineTunePlan.headThenAll(10, 10);

  private static final Side PLAIN = Side.tuned("hard labels", PLAN);

  /** Mixing is made against overfitting: everything learns, and for long. */
  private static final FineTunePlan LONG =
      new FineTunePlan(List.of(new Stage("all", new Scope.All(), 30, LearningRates.uniform(1e-3))));

  private static final Side LONG_PLAIN = Side.tuned("pictures as they are", LONG);

  private static final TrialData RARE = DrawnThings.imbalanced(20, 3);

  private static final Side RARE_PLAIN = Side.tuned("every picture counts the same", PLAN);

  private Example09Targets() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    return List.of(
        Trial.of(
            "label-smoothing",
            "Labels that are not quite certain keep the network from being so (Szegedy et al."
                + " 2016)",
            THINGS,
            PLAIN,
            Side.tuned(
                "labels smoothed by 0.1",
                PLAN,
                new Setting<>("label smoothing", 0.1, FineTuner.Builder::labelSmoothing))),
        Trial.of(
            "mixup",
            "Blends of pictures and of their labels (Zhang et al. 2018)",
            THINGS,
            LONG_PLAIN,
            Side.tuned("MixUp, alpha 0.2", LONG, mixing(new MixUp(0.2)))),
        Trial.of(
            "cutmix",
            "Boxes of other pictures pasted in, with their share of the label (Yun et al. 2019)",
            THINGS,
            LONG_PLAIN,
            Side.tuned("CutMix, alpha 1", LONG, mixing(new CutMix(1)))),
        Trial.of(
            "class-weights",
            "Each class counts as much, however few pictures it has",
            RARE,
            Score.BALANCED_ACCURACY,
            RARE_PLAIN,
            Side.tunedBy(
                "weights by the inverse of the classes' shares",
                PLAN,
                "cross entropy, class weights from the counts of the training part",
                (task, t) -> t.loss(CrossEntropy.weighted(balanced(task.split()))))),
        Trial.of(
            "focal-loss",
            "Pictures that are told already count for little (Lin et al. 2017)",
            RARE,
            Score.BALANCED_ACCURACY,
            RARE_PLAIN,
            Side.tuned(
                "focal loss, gamma 2",
                PLAN,
                new Setting<>("loss", FocalLoss.of(2), FineTuner.Builder::loss))),
        Trial.of(
            "balanced-sampling",
            "An epoch shows every class as often",
            RARE,
            Score.BALANCED_ACCURACY,
            RARE_PLAIN,
            Side.tuned(
                "balanced epochs",
                PLAN,
                new Setting<>("sampling", Sampling.BALANCED, FineTuner.Builder::sampling))));
  }

  private static Setting<BatchMixing> mixing(BatchMixing mixing) {
    return new Setting<>("mixing", mixing, FineTuner.Builder::mixing);
  }

  private static List<Double> balanced(DatasetSplit split) {
    long[] counts = new long[split.labels().size()];
    split.train().forEach(item -> counts[item.label()]++);
    return ClassWeights.balanced(counts);
  }
}
