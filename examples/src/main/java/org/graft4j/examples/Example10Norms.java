package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import org.graft4j.data.Augmentation;
import org.graft4j.data.PictureBatches;
import org.graft4j.examples.methods.Digits;
import org.graft4j.examples.methods.DimThings;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Setting;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.model.BatchNormStatistics;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;

/**
 * What should batch norms do when a network is fine-tuned?
 *
 * <p>The backbone's statistics are of other pictures, drawn otherwise and twice as large.
 */
public final class Example10Norms {
  private static final TrialData THINGS = DrawnThings.of(10);

  private static final FineTunePlan PLAN = FineTunePlan.headThenAll(10, 10);

  private static final FineTunePlan ADAPTED =
      new FineTunePlan(List.of(new Stage("all", new Scope.All(), 10, LearningRates.uniform(1e-3))));

  private static final Setting<BatchNormPolicy> TRAINED = norms(BatchNormPolicy.TRAIN);

  private Example10Norms() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    Side kept = Side.tuned("the pretrained statistics are kept", PLAN);
    Side batch = Side.tuned("statistics of the batch", PLAN, norms(BatchNormPolicy.TRAIN));
    return List.of(
        Trial.of(
            "norms-train",
            "Batch norms go by the batch and move their statistics to the new pictures",
            THINGS,
            kept,
            batch),
        Trial.of(
            "norms-recalibrate",
            "Batch norms are given the statistics of the new pictures, and keep them",
            THINGS,
            kept,
            Side.tuned("statistics estimated anew", PLAN, norms(BatchNormPolicy.RECALIBRATE))),
        Trial.of(
            "stochnorm",
            "Some channels, drawn anew at each step, go by the stored statistics (Kou et al. 2020)",
            THINGS,
            batch,
            Side.tuned(
                "of the batch or stored, at even chances",
                PLAN,
                norms(BatchNormPolicy.stochastic(0.5)))),
        adaptation("adabn-dim", new DimThings(20, 20)),
        adaptation("adabn-digits", new Digits(20)));
  }

  private static Trial adaptation(String name, TrialData data) {
    return Trial.of(
        name,
        "Statistics of unlabelled pictures from another domain adapt a network to it (AdaBN: Li et"
            + " al. 2016)",
        data,
        new Side(
            "statistics of the pictures learned from",
            Side.detail(ADAPTED, TRAINED),
            task -> task.score(trained(task))),
        new Side(
            "statistics of the other domain's pictures",
            Side.detail(ADAPTED, TRAINED),
            task -> {
              TrainedModel model = trained(task);
              BatchNormStatistics.estimate(
                  model.graph(),
                  PictureBatches.training(
                      task.alike(),
                      model.labels(),
                      model.input(),
                      32,
                      Augmentation.NONE,
                      task.seed()));
              return task.score(model);
            }));
  }

  private static Setting<BatchNormPolicy> norms(BatchNormPolicy policy) {
    return new Setting<>("batch norms", policy, FineTuner.Builder::batchNorm);
  }

  private static TrainedModel trained(Task task) throws IOException {
    return Side.fitted(task, ADAPTED, (t, tuner) -> TRAINED.on(tuner)).model();
  }
}
