package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Setting;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.train.Optimizer;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.regularise.BatchSpectralShrinkage;
import org.graft4j.transfer.regularise.CoTuning;
import org.graft4j.transfer.regularise.FeatureAlignment;
import org.graft4j.transfer.regularise.L1;
import org.graft4j.transfer.regularise.L2;
import org.graft4j.transfer.regularise.L2StartingPoint;

/**
 * Does it help to hold a network back where there is little to learn from?
 *
 * <p>Five pictures of each of eight classes; everything learns from the start, by SGD without any
 * other decay, as in the papers. The factors are the papers' too, as far as they have one.
 */
public final class Example11Regularisers {
  private static final TrialData FEW = DrawnThings.of(5);

  private static final FineTunePlan PLAN =
      new FineTunePlan(
          List.of(new Stage("all", new Scope.All(), 40, LearningRates.of(0.02, 0.002))));

  private static final Setting<Optimizer> SGD =
      new Setting<>("optimizer", Optimizer.sgd(0.9), FineTuner.Builder::optimizer);

  private static final Side NONE = Side.tuned("none", PLAN, SGD);

  private Example11Regularisers() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    return List.of(
        trial("l1", "Weights that the loss does not need go to zero", new L1(1e-4)),
        trial("l2", "Small weights", new L2(1e-3)),
        trial(
            "l2-sp",
            "Weights stay near the pretrained ones (Li et al. 2018)",
            new L2StartingPoint(0.1, 0.01)),
        trial(
            "delta",
            "Feature maps stay near the pretrained ones (Li et al. 2019)",
            new FeatureAlignment(1)),
        trial(
            "spectral-shrinkage",
            "Directions in which pictures hardly differ are given up (Chen et al. 2019)",
            new BatchSpectralShrinkage(1e-3, 1)),
        trial(
            "co-tuning",
            "The source head learns on beside the new one (You et al. 2020)",
            new CoTuning(2.3)));
  }

  private static Trial trial(String name, String claim, TransferMethod method) {
    Side with = Side.tuned(method.describe(), PLAN, SGD, Setting.of(method));
    return Trial.of(name, claim, FEW, NONE, with);
  }
}
