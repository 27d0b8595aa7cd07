package org.graft4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a stage carries from epoch to epoch, and a checkpoint has to hold. Confined to one
 * thread.
 */
final class StageState {
  private final TrainingSettings settings;
  private final StageNetwork network;
  private final GradientStep step;
  private final OptimizerState optimizer;
  private final AverageState averages;
  private final List<EpochRecord> history = new ArrayList<>();
  private @Nullable Map<String, INDArray> best;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  StageState(
      TrainingSettings settings,
      StageNetwork network,
      GradientStep step,
      OptimizerState optimizer,
      AverageState averages) {
    this.settings = settings;
    this.network = network;
    this.step = step;
    this.optimizer = optimizer;
    this.averages = averages;
  }

  List<EpochRecord> history() {
    return history;
  }

  /** From 1; 0 if none is kept. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** Keeps an epoch's outcome if its loss is the lowest. */
  void keepIfBest(int epoch, double loss, EarlyStopping rule) {
    if (bestEpoch > 0 && !(loss < bestLoss - rule.minDelta())) {
      return;
    }
    bestLoss = loss;
    bestEpoch = epoch + 1;
    Map<String, INDArray> copy = new LinkedHashMap<>();
    outcome().forEach((name, values) -> copy.put(name, values.dup()));
    best = copy;
  }

  /** Whether early stopping ends the stage after this epoch. */
  boolean stale(int epoch) {
    return settings.earlyStopping().isPresent()
        && bestEpoch > 0
        && epoch + 1 - bestEpoch >= settings.earlyStopping().get().patience();
  }

  void goBackToBest() {
    if (best != null) {
      outcome().forEach((name, values) -> values.assign(best.get(name)));
    }
  }

  /** The parameters that the stage trains as they are scored and left behind, live. */
  private Map<String, INDArray> outcome() {
    return network.given(step.parameters());
  }

  /** Of what there is after so many epochs, on live arrays. */
  Checkpoint checkpoint(int epochs, boolean finished) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    put(arrays, Checkpoint.PARAMETER, finished ? outcome() : step.parameters());
    put(arrays, Checkpoint.MOMENT, optimizer.arrays());
    put(arrays, "", step.termParameters());
    put(arrays, Checkpoint.AVERAGE, averages.arrays());
    if (best != null) {
      put(arrays, Checkpoint.BEST, best);
    }
    return new Checkpoint(
        Map.of(),
        settings.stageIndex(),
        epochs,
        finished,
        bestEpoch,
        history,
        optimizer.steps(),
        arrays);
  }

  private static void put(
      Map<String, INDArray> arrays, String prefix, Map<String, INDArray> values) {
    values.forEach((name, array) -> arrays.put(prefix + name, array));
  }

  /** Goes on from a state of this stage. */
  void restore(Checkpoint checkpoint) {
    Map<String, INDArray> parameters = step.parameters();
    parameters.forEach(
        (name, values) -> values.assign(stored(checkpoint, Checkpoint.PARAMETER + name, values)));
    step.termParameters()
        .forEach((name, values) -> values.assign(stored(checkpoint, name, values)));
    optimizer.restore(checkpoint.of(Checkpoint.MOMENT), checkpoint.steps(), step.allParameters());
    averages.restore(checkpoint.of(Checkpoint.AVERAGE), parameters);
    history.addAll(checkpoint.history());
    bestEpoch = checkpoint.bestEpoch();
    if (bestEpoch > 0) {
      best = checkpoint.of(Checkpoint.BEST);
      Double loss = history.get(bestEpoch - 1).validationLoss();
      bestLoss = loss == null ? Double.POSITIVE_INFINITY : loss;
    }
    // A finished stage's parameters are what it came to already.
    network.give(parameters, checkpoint.finished() ? Map.of() : averages.averages());
  }

  /** Takes over what fits of the stage before. */
  void takeOver(Checkpoint previous) {
    step.termParameters()
        .forEach(
            (name, values) -> {
              INDArray before = previous.arrays().get(name);
              if (before != null && Arrays.equals(before.shape(), values.shape())) {
                values.assign(before);
              }
            });
    optimizer.restore(previous.of(Checkpoint.MOMENT), previous.steps(), step.allParameters());
  }

  private static INDArray stored(Checkpoint checkpoint, String name, INDArray like) {
    INDArray values = checkpoint.arrays().get(name);
    if (values == null || !Arrays.equals(values.shape(), like.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the checkpoint does not fit this network: no %s of shape %s in it",
              name.startsWith(Checkpoint.PARAMETER)
                  ? "parameter '" + name.substring(Checkpoint.PARAMETER.length()) + "'"
                  : "'" + name + "'",
              Arrays.toString(like.shape())));
    }
    return values;
  }
}
