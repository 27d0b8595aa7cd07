package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;

/**
 * What should batch norms do when a network is fine-tuned?
 *
 * <p>The backbone's statistics are of other pictures, drawn otherwise and twice as large.
 */
public final class Example10Norms {
  private static final TrialData THINGS = DrawnThings.of(10);

  private static final FineTunePlan PLAN = FineTunePlan.headThenAll(10, 10);

  private Example10Norms() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    return List.of(
        Trial.of(
            "norms-train",
            "Batch norms go by the batch and move their statistics to the new pictures",
            THINGS,
            Side.tuned("the pretrained statistics are kept", PLAN, t -> t),
            Side.tuned("statistics of the batch", PLAN, t -> t.batchNorm(BatchNormPolicy.TRAIN))));
  }
}
