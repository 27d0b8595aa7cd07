package org.graft4j.examples;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.Seed;
import org.graft4j.examples.methods.Bench;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Measured;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.model.Backbone;
import org.graft4j.model.Head;
import org.graft4j.model.TrainedModel;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.graft4j.transfer.TransferMethod;
import org.graft4j.transfer.distill.AttentionTransfer;
import org.graft4j.transfer.distill.Distillation;
import org.graft4j.transfer.distill.FeatureHint;
import org.graft4j.transfer.distill.RelationalDistillation;
import org.graft4j.zoo.UntrainedBackbone;

/**
 * Does a small network with random weights learn more from a pretrained, fine-tuned one than from
 * the labels alone?
 *
 * <p>Twenty pictures of each of eight classes, for both.
 */
public final class Example13Distil {
  private static final TrialData THINGS = DrawnThings.of(20);

  private static final FineTunePlan TEACHING = FineTunePlan.headThenAll(10, 10);

  private static final FineTunePlan LEARNING =
      new FineTunePlan(
          List.of(new Stage("all", new Scope.All(), 15, LearningRates.uniform(2e-3))));

  private Example13Distil() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }
}
