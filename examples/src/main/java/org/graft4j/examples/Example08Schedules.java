package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.train.Schedule;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;

/**
 * Does it matter when which layers learn, and how fast?
 *
 * <p>Ten pictures of each of eight classes to learn from; the same number of epochs both ways.
 */
public final class Example08Schedules {
  private static final TrialData THINGS = DrawnThings.of(10);

  private static final LearningRates HEAD = LearningRates.uniform(3e-2);

  /** Everything after the head, at one rate, low enough for pretrained layers. */
  private static final FineTunePlan ONE_RATE = headThen(LearningRates.uniform(1e-3));

  private static final Side CONSTANT =
      Side.tuned("constant rate", ONE_RATE, t -> t.schedule(Schedule.constant()));

  private Example08Schedules() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    Side headThenAll =
        Side.tuned("the head first, then all", FineTunePlan.headThenAll(10, 10), t -> t);
    Side oneRate = Side.tuned("one rate for all layers", ONE_RATE, t -> t);
    return List.of(
        Trial.of(
            "head-then-all",
            "The head learns alone first, so that its first random gradients do not spoil the"
                + " backbone (Kumar et al. 2022)",
            THINGS,
            Side.tuned("all from the start", all(new LearningRates(1e-3, 1e-4, 0.7), 20), t -> t),
            headThenAll),
        Trial.of(
            "discriminative-rates",
            "Lower layers learn more slowly than higher ones (Howard, Ruder 2018)",
            THINGS,
            oneRate,
            Side.tuned(
                "a lower rate for the backbone", headThen(LearningRates.of(1e-3, 1e-4)), t -> t)),
        Trial.of(
            "layer-decay",
            "The rate falls by a factor from each layer group to the one below (Howard, Ruder"
                + " 2018; Clark et al. 2020)",
            THINGS,
            oneRate,
            Side.tuned(
                "the rate times 0.5 for each group down",
                headThen(new LearningRates(1e-3, 1e-3, 0.5)),
                t -> t)),
        Trial.of(
            "warmup-cosine",
            "The rate rises at first and then falls along a cosine (Loshchilov, Hutter 2017;"
                + " Goyal et al. 2017)",
            THINGS,
            CONSTANT,
            Side.tuned("warm-up and cosine", ONE_RATE, t -> t.schedule(Schedule.cosine()))),
        Trial.of(
            "one-cycle",
            "The rate rises and falls once while the momentum falls and rises (Smith, Topin 2018)",
            THINGS,
            CONSTANT,
            Side.tuned("one cycle", ONE_RATE, t -> t.schedule(Schedule.oneCycle()))));
  }

  private static FineTunePlan headThen(LearningRates rates) {
    return new FineTunePlan(
        List.of(
            new Stage("head", new Scope.HeadOnly(), 10, HEAD),
            new Stage("all", new Scope.All(), 10, rates)));
  }

  private static FineTunePlan all(LearningRates rates, int epochs) {
    return new FineTunePlan(List.of(new Stage("all", new Scope.All(), epochs, rates)));
  }
}
