package org.graft4j.cli;

import org.graft4j.train.EarlyStopping;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.transfer.FineTuner;
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
              + " a tenth of the rate after 3 epochs without a lower validation loss; constant"
              + " (default: cosine).")
  private @Nullable String schedule;

  @Option(
      names = "--early-stopping",
      paramLabel = "N",
      description =
          "End a stage after N epochs without a lower validation loss, and go back to its best"
              + " epoch (default: never).")
  private @Nullable Integer earlyStopping;

  /** Refuses what is out of range. */
  void require() {
    TuningOptions.requireNotNegative("--weight-decay", weightDecay);
    rule();
    schedule();
    TuningOptions.requirePositive("--early-stopping", earlyStopping);
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
  }

  /** Whether epochs or rates are chosen by the validation part. */
  boolean watchesValidation() {
    return earlyStopping != null || "plateau".equals(schedule);
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
