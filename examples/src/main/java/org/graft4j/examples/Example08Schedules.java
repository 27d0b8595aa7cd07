package org.graft4j.examples;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Measured;
import org.graft4j.examples.methods.Setting;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.train.Optimizer;
import org.graft4j.train.RateRange;
import org.graft4j.train.Schedule;
import org.graft4j.train.WeightAveraging;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
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

  /** Ten times what suits SGD here. */
  private static final FineTunePlan HIGH_RATE = all(LearningRates.uniform(0.1), 10);

  private static final RateRange RANGE = RateRange.wide();

  private static final FineTunePlan FULL = FineTunePlan.full(15);

  private static final Setting<Optimizer> SGD =
      new Setting<>("optimizer", Optimizer.sgd(0.9), FineTuner.Builder::optimizer);

  private static final int HEAD_EPOCHS = 10;
  private static final int GROUP_EPOCHS = 2;
  private static final int LAST_EPOCHS = 2;

  private static final Side CONSTANT =
      Side.tuned("constant rate", ONE_RATE, schedule(Schedule.constant()));

  private Example08Schedules() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    Side headThenAll = Side.tuned("the head first, then all", FineTunePlan.headThenAll(10, 10));
    Side oneRate = Side.tuned("one rate for all layers", ONE_RATE);
    return List.of(
        Trial.of(
            "head-then-all",
            "The head learns alone first, so that its first random gradients do not spoil the"
                + " backbone (Kumar et al. 2022)",
            THINGS,
            Side.tuned("all from the start", all(new LearningRates(1e-3, 1e-4, 0.7), 20)),
            headThenAll),
        Trial.of(
            "gradual-unfreezing",
            "One layer group more learns in each stage, from the top (Howard, Ruder 2018)",
            THINGS,
            headThenAll,
            Side.planned(
                "groups unfrozen one by one, as many epochs",
                String.format(
                    Locale.ROOT,
                    "gradual unfreezing, head %d, groups %d, all %d",
                    HEAD_EPOCHS,
                    GROUP_EPOCHS,
                    LAST_EPOCHS),
                backbone ->
                    FineTunePlan.gradualUnfreezing(
                        backbone, HEAD_EPOCHS, GROUP_EPOCHS, LAST_EPOCHS))),
        Trial.of(
            "discriminative-rates",
            "Lower layers learn more slowly than higher ones (Howard, Ruder 2018)",
            THINGS,
            oneRate,
            Side.tuned("a lower rate for the backbone", headThen(LearningRates.of(1e-3, 1e-4)))),
        Trial.of(
            "layer-decay",
            "The rate falls by a factor from each layer to the one below (Clark et al. 2020)",
            THINGS,
            oneRate,
            Side.tuned(
                "the rate times 0.85 for each layer down",
                headThen(LearningRates.layerWise(1e-3, 0.85)))),
        Trial.of(
            "rate-finder",
            "A short test at growing rates finds a good one (Smith 2017)",
            THINGS,
            Side.tuned("the plan's own rate", FULL),
            new Side(
                "the rate that the finder suggests",
                Side.detail(FULL) + ", times the suggestion over it; " + RANGE,
                Example08Schedules::atFoundRate)),
        Trial.of(
            "warmup-cosine",
            "The rate rises at first and then falls along a cosine (Loshchilov, Hutter 2017;"
                + " Goyal et al. 2017)",
            THINGS,
            CONSTANT,
            Side.tuned("warm-up and cosine", ONE_RATE, schedule(Schedule.cosine()))),
        Trial.of(
            "one-cycle",
            "The rate rises and falls once while the momentum falls and rises (Smith, Topin 2018)",
            THINGS,
            CONSTANT,
            Side.tuned("one cycle", ONE_RATE, schedule(Schedule.oneCycle()))),
        Trial.of(
            "plateau",
            "The rate falls when the validation loss no longer does",
            DrawnThings.of(10).withValidation(5),
            CONSTANT,
            Side.tuned(
                "a third of the rate after more than one epoch without gain",
                ONE_RATE,
                schedule(new Schedule.Plateau(1.0 / 3, 1, 1e-4, true, 0, 0)))),
        Trial.of(
            "accumulation",
            "Four batches of 4 whose gradients make one step are one batch of 16",
            THINGS,
            oneRate,
            Side.tuned(
                "batches of 4, four a step",
                ONE_RATE,
                new Setting<>("batch size", 4, FineTuner.Builder::batchSize),
                new Setting<>("batches a step", 4, FineTuner.Builder::accumulate))),
        Trial.of(
            "clipping",
            "A gradient that is not let grow too long lets a high rate be used (Pascanu et al."
                + " 2013)",
            THINGS,
            Side.tuned("SGD at a high rate", HIGH_RATE, SGD),
            Side.tuned(
                "gradients clipped at 1",
                HIGH_RATE,
                SGD,
                new Setting<>("clip norm", 1.0, FineTuner.Builder::clipNorm))),
        Trial.of(
            "ema",
            "An exponential moving average of the weights is steadier than the last ones (Polyak,"
                + " Juditsky 1992)",
            THINGS,
            CONSTANT,
            Side.tuned(
                "EMA, decay 0.95",
                ONE_RATE,
                schedule(Schedule.constant()),
                averaging(WeightAveraging.ema(0.95)))),
        Trial.of(
            "swa",
            "The mean of the weights along the way at a constant rate generalises better than the"
                + " last ones (Izmailov et al. 2018)",
            THINGS,
            CONSTANT,
            Side.tuned(
                "SWA over the second half",
                ONE_RATE,
                schedule(Schedule.constant()),
                averaging(new WeightAveraging.Swa(0.5)))));
  }

  /** The plan's own rate where the finder has nothing to suggest. */
  private static Measured atFoundRate(Task task) throws IOException {
    double own = FULL.stages().get(0).rates().head();
    double found =
        Side.tuner(task, FULL).build().findRate(task.split(), RANGE).suggestion().orElse(own);
    FineTunePlan plan = FULL.withRatesTimes(found / own);
    return task.score(Side.fitted(task, plan, (t, tuner) -> tuner).model()).and("rate", found);
  }

  private static Setting<Schedule> schedule(Schedule schedule) {
    return new Setting<>("schedule", schedule, FineTuner.Builder::schedule);
  }

  private static Setting<WeightAveraging> averaging(WeightAveraging averaging) {
    return new Setting<>("averaging", averaging, FineTuner.Builder::averaging);
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
