package org.graft4j.transfer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The stages of a fine-tuning run, in order. The recipes are made of public parts: write down other
 * stages where they do not fit. Immutable.
 *
 * @param stages at least one, with names that differ
 * @param keepsOptimizerState whether moments and step counts of the optimizer go over to the next
 *     stage, by parameter name; a parameter that a stage is the first to train starts afresh
 */
public record FineTunePlan(List<Stage> stages, boolean keepsOptimizerState) {

  private static final LearningRates PROBE = LearningRates.uniform(3e-2);
  private static final LearningRates GENTLE = new LearningRates(1e-3, 1e-4, 0.7);
  private static final LearningRates FULL = LearningRates.uniform(2e-3);

  public FineTunePlan {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a plan must have a stage, but has none");
    }
    Set<String> names = new HashSet<>();
    for (Stage stage : stages) {
      if (!names.add(stage.name())) {
        throw new IllegalArgumentException(
            "stage names must differ, but '" + stage.name() + "' came twice");
      }
    }
  }

  /** Stages of which each starts with a fresh optimizer. */
  public FineTunePlan(List<Stage> stages) {
    this(stages, false);
  }

  /** The same stages, through which the optimizer's state goes on. */
  public FineTunePlan keepingOptimizerState() {
    return new FineTunePlan(stages, true);
  }

  /** Trains the head on features of the frozen backbone: quick, and hard to overfit. */
  public static FineTunePlan linearProbe(int epochs) {
    return new FineTunePlan(List.of(new Stage("head", new Scope.HeadOnly(), epochs, PROBE)));
  }

  /**
   * Trains the head first, so that its first random gradients do not spoil the backbone, then
   * everything at low, discriminative rates (Kumar et al. 2022).
   */
  public static FineTunePlan headThenAll(int headEpochs, int allEpochs) {
    return new FineTunePlan(
        List.of(
            new Stage("head", new Scope.HeadOnly(), headEpochs, PROBE),
            new Stage("all", new Scope.All(), allEpochs, GENTLE)));
  }

  /** Trains everything from the start at one rate: for random weights, or much data. */
  public static FineTunePlan full(int epochs) {
    return new FineTunePlan(List.of(new Stage("all", new Scope.All(), epochs, FULL)));
  }

  /** The same plan with all learning rates scaled. */
  public FineTunePlan withRatesTimes(double factor) {
    return new FineTunePlan(
        stages.stream()
            .map(s -> new Stage(s.name(), s.scope(), s.epochs(), s.rates().times(factor)))
            .toList(),
        keepsOptimizerState);
  }

  @Override
  public String toString() {
    return stages.stream().map(Stage::toString).collect(Collectors.joining("; "))
        + (keepsOptimizerState ? "; the optimizer's state goes on" : "");
  }
}
