package org.graft4j.cli;

import org.graft4j.model.Backbone;
import org.graft4j.transfer.FineTunePlan;
import org.jspecify.annotations.Nullable;

/** The plans that the command line knows. */
enum PlanName {
  LINEAR_PROBE("linear-probe", 50),
  HEAD_THEN_ALL("head-then-all", 10),
  GRADUAL("gradual", 10),
  FULL("full", 30);

  /** Head epochs run on cached features and cost next to nothing. */
  private static final int HEAD_EPOCHS = 30;

  /** Of each stage of gradual that unfreezes one more group, but the last. */
  private static final int EPOCHS_PER_GROUP = 2;

  private final String option;
  private final int defaultEpochs;

  PlanName(String option, int defaultEpochs) {
    this.option = option;
    this.defaultEpochs = defaultEpochs;
  }

  /** Epochs where the user names none: of the last stage. */
  int defaultEpochs() {
    return defaultEpochs;
  }

  /** The plan's own highest rate of the head in the last stage. */
  double headRate() {
    // Gradual ends as head-then-all does, whatever the backbone's groups are.
    return headRate(this == GRADUAL ? HEAD_THEN_ALL.fixed(1) : fixed(1));
  }

  /**
   * The stages, with that many epochs in the last one.
   *
   * @param rate highest learning rate of the head in the last stage, with all others of the plan in
   *     proportion; null for the plan's own
   * @param backbone that is to be trained
   */
  FineTunePlan plan(int epochs, @Nullable Double rate, Backbone backbone) {
    FineTunePlan plan =
        this == GRADUAL
            ? FineTunePlan.gradualUnfreezing(backbone, HEAD_EPOCHS, EPOCHS_PER_GROUP, epochs)
            : fixed(epochs);
    return rate == null ? plan : plan.withRatesTimes(rate / headRate(plan));
  }

  /** Those whose stages depend on no backbone. */
  private FineTunePlan fixed(int epochs) {
    return switch (this) {
      case LINEAR_PROBE -> FineTunePlan.linearProbe(epochs);
      case HEAD_THEN_ALL -> FineTunePlan.headThenAll(HEAD_EPOCHS, epochs);
      case FULL -> FineTunePlan.full(epochs);
      case GRADUAL -> throw new IllegalStateException("stages of gradual are the backbone's");
    };
  }

  private static double headRate(FineTunePlan plan) {
    return plan.stages().get(plan.stages().size() - 1).rates().head();
  }

  @Override
  public String toString() {
    return option;
  }

  /** Reads {@code linear-probe} and the like. */
  static final class Converter implements picocli.CommandLine.ITypeConverter<PlanName> {
    @Override
    public PlanName convert(String value) {
      for (PlanName plan : values()) {
        if (plan.option.equals(value)) {
          return plan;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "must be linear-probe, head-then-all, gradual or full, but was '" + value + "'");
    }
  }
}
