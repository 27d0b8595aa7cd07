package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graft4j.train.EarlyStopping;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.WeightAveraging;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.LearningRates;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How gradients become steps. Every option is null if it was not given. */
final class StepOptions {
  private static final double DECAY = 0.01;
  private static final double MOMENTUM = 0.9;
  private static final int PLATEAU_PATIENCE = 3;

  @Option(
      names = "--optimizer",
      paramLabel = "adamw|adam|sgd",
      description = "Rule of the steps; sgd has a momentum of 0.9 (default: adamw).")
  private @Nullable String optimizer;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Weight decay of the rule (default: 0.01 for adamw, else 0).")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "cosine|one-cycle|plateau|constant",
      description =
          "Course of the learning rates in each stage: cosine after a warm-up; one-cycle; plateau,"
              + " a tenth of the rate after 3 epochs without a lower validation loss, for which DATA"
              + " must have val/ or be undivided; constant (default: cosine).")
  private @Nullable String schedule;

  @Option(
      names = "--early-stopping",
      paramLabel = "N",
      description =
          "End a stage after N epochs without a lower validation loss, and go back to its best"
              + " epoch; DATA must have val/ or be undivided (default: never).")
  private @Nullable Integer earlyStopping;

  @Option(
      names = "--layer-decay",
      paramLabel = "X",
      description =
          "Learning rate of each layer as a share of that of the layer above it, beginning at the"
              + " head's, say 0.8; above 0, 1 at most (default: the plan's, by layer groups).")
  private @Nullable Double layerDecay;

  @Option(
      names = "--clip-norm",
      paramLabel = "X",
      description =
          "Longest gradient of all weights together; longer ones are shortened (default: any).")
  private @Nullable Double clipNorm;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Batches whose gradients make one step together (default: 1).")
  private @Nullable Integer accumulate;

  @Option(
      names = "--ema",
      paramLabel = "D",
      description =
          "Keep the moving average of the weights, each step counting 1 - D, say 0.99, 0 to below 1"
              + " (default: the last weights).")
  private @Nullable Double ema;

  @Option(
      names = "--swa",
      description =
          "Keep the mean of the weights at the ends of the last quarter of each stage's epochs;"
              + " with --schedule constant, so that they still move.")
  private boolean swa;

  @Option(
      names = "--batch-norm",
      paramLabel = "frozen|train|recalibrate|stochastic[:P]",
      description =
          "Batch norms of trained layers: frozen keeps the pretrained statistics; train takes each"
              + " batch's; recalibrate estimates them anew on DATA before each stage; stochastic"
              + " takes the kept ones for a channel with probability P, 0.5 if not given (default:"
              + " frozen, train for random weights).")
  private @Nullable String batchNorm;

  /** Refuses what is out of range, or does not go together. */
  void require() {
    policy();
    TuningOptions.requireNotNegative("--weight-decay", weightDecay);
    rule();
    schedule();
    TuningOptions.requirePositive("--early-stopping", earlyStopping);
    if (layerDecay != null && !(layerDecay > 0 && layerDecay <= 1)) {
      throw new WrongValue("--layer-decay must be above 0 and 1 at most, but was " + layerDecay);
    }
    TuningOptions.requirePositive("--clip-norm", clipNorm);
    TuningOptions.requirePositive("--accumulate", accumulate);
    if (ema != null && !(ema >= 0 && ema < 1)) {
      throw new WrongValue("--ema must be from 0 to below 1, but was " + ema);
    }
    if (ema != null && swa) {
      throw new WrongValue("--ema must come without --swa: both average the weights");
    }
  }

  void applyTo(FineTuner.Builder tuner) {
    if (optimizer != null || weightDecay != null) {
      tuner.optimizer(rule());
    }
    if (schedule != null) {
      tuner.schedule(schedule());
    }
    if (earlyStopping != null) {
      tuner.earlyStopping(EarlyStopping.after(earlyStopping));
    }
    if (batchNorm != null) {
      tuner.batchNorm(policy());
    }
    if (clipNorm != null) {
      tuner.clipNorm(clipNorm);
    }
    if (accumulate != null) {
      tuner.accumulate(accumulate);
    }
    if (ema != null) {
      tuner.averaging(WeightAveraging.ema(ema));
    }
    if (swa) {
      tuner.averaging(WeightAveraging.swa());
    }
  }

  /** The plan, with the rates of layers in its stages that train the backbone. */
  FineTunePlan rates(FineTunePlan plan) {
    if (layerDecay == null) {
      return plan;
    }
    double decay = layerDecay;
    return new FineTunePlan(
        plan.stages().stream()
            .map(
                stage ->
                    stage.scope() instanceof Scope.HeadOnly
                        ? stage
                        : new Stage(
                            stage.name(),
                            stage.scope(),
                            stage.epochs(),
                            LearningRates.layerWise(stage.rates().head(), decay)))
            .toList(),
        plan.keepsOptimizerState());
  }

  /** Those that do nothing where the backbone is frozen, by their options. */
  List<String> ofTheBackbone() {
    List<String> names = new ArrayList<>();
    if (layerDecay != null) {
      names.add("--layer-decay");
    }
    if (!policy().equals(BatchNormPolicy.FROZEN)) {
      names.add("--batch-norm " + batchNorm);
    }
    return names;
  }

  private BatchNormPolicy policy() {
    try {
      return BatchNormPolicy.parse(batchNorm == null ? "frozen" : batchNorm);
    } catch (IllegalArgumentException e) {
      throw new WrongValue("--batch-norm: " + e.getMessage());
    }
  }

  /** The rule's weight decay, said or not. */
  double decay() {
    if (weightDecay != null) {
      return weightDecay;
    }
    return optimizer == null || optimizer.equals("adamw") ? DECAY : 0;
  }

  /** The option by which the validation part chooses epochs or rates; empty for none. */
  Optional<String> watching() {
    if (earlyStopping != null) {
      return Optional.of("--early-stopping");
    }
    return "plateau".equals(schedule) ? Optional.of("--schedule plateau") : Optional.empty();
  }

  private Optimizer rule() {
    double decay = weightDecay == null ? 0 : weightDecay;
    return switch (optimizer == null ? "adamw" : optimizer) {
      case "adamw" -> Optimizer.adamW(weightDecay == null ? DECAY : weightDecay);
      case "adam" -> new Optimizer.Adam(0.9, 0.999, 1e-8, decay, false);
      case "sgd" -> new Optimizer.Sgd(MOMENTUM, false, decay);
      default ->
          throw new WrongValue(
              "--optimizer must be adamw, adam or sgd, but was '" + optimizer + "'");
    };
  }

  private Schedule schedule() {
    return switch (schedule == null ? "cosine" : schedule) {
      case "cosine" -> Schedule.cosine();
      case "one-cycle" -> Schedule.oneCycle();
      case "plateau" -> Schedule.plateau(PLATEAU_PATIENCE);
      case "constant" -> Schedule.constant();
      default ->
          throw new WrongValue(
              "--schedule must be cosine, one-cycle, plateau or constant, but was '"
                  + schedule
                  + "'");
    };
  }
}
