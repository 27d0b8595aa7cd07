package org.graft4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a classifier's graph in place for the epochs of one stage.
 *
 * <p>The graph has one input and one output, an {@code OutputLayer} or {@code LossLayer} with
 * softmax and MCXENT. Batches have no masks. Frozen layers stay as they are, bit for bit. The same
 * seed gives the same bytes, also over a resume: dropout draws from a stream of (seed, stage,
 * step), and ND4J's generator is left as it was found.
 *
 * <p>Confined to one thread.
 */
public final class TrainingLoop {
  private final ComputationGraph graph;
  private final TrainingSettings settings;
  private final OptimizerState state;
  private final GradientStep step;
  private final List<EpochRecord> history = new ArrayList<>();
  private final Progress progress;
  private @Nullable Map<String, INDArray> best;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  private TrainingLoop(ComputationGraph graph, TrainingSettings settings) {
    SoftmaxOutput.require(graph);
    this.graph = graph;
    this.settings = settings;
    this.state = new OptimizerState(settings.optimizer());
    this.step = new GradientStep(graph, state, settings.rateFactor());
    this.progress = new Progress(settings);
  }

  /**
   * Trains the graph.
   *
   * @return the epochs of this stage, those before a resume included
   * @throws IllegalArgumentException if the graph is not of that form (nothing is changed then), if
   *     a layer's accelerated gradient would be wrong (see {@link Acceleration#check}), or if a
   *     batch has masks (see {@link BatchSource#requireNoMasks})
   * @throws TrainingDivergedException if the loss is not finite (the parameters are those before),
   *     or a parameter after a step
   * @throws TrainingInterruptedException if {@link TrainingSettings#stop} asked for it
   */
  public static List<EpochRecord> train(ComputationGraph graph, TrainingSettings settings) {
    Acceleration.check(graph);
    TrainingLoop loop = new TrainingLoop(graph, settings);
    try (loop.step) {
      return loop.run();
    }
  }

  private List<EpochRecord> run() {
    Optional<Checkpoint> resumed = settings.resume();
    resumed.ifPresent(this::restore);
    int first = resumed.map(Checkpoint::epoch).orElse(0);
    boolean finished =
        resumed.map(Checkpoint::finished).orElse(false) || first >= settings.epochs();
    if (!finished) {
      progress.start(first);
    }
    for (int epoch = first; !finished && epoch < settings.epochs(); epoch++) {
      double trainLoss = trainEpoch(epoch);
      record(epoch, trainLoss);
      boolean early = stale(epoch) && epoch + 1 < settings.epochs();
      finished = early || epoch + 1 == settings.epochs();
      if (finished) {
        goBackToBest();
      }
      settings.checkpoint().accept(checkpoint(epoch + 1, finished));
      progress.epochDone(history.get(history.size() - 1));
      if (finished && bestEpoch > 0 && bestEpoch <= epoch) {
        progress.bestEpochRestored(epoch + 1, bestEpoch);
      }
      if (settings.stop().getAsBoolean()) {
        throw new TrainingInterruptedException(settings.stage(), epoch + 1);
      }
    }
    return List.copyOf(history);
  }

  private double trainEpoch(int epoch) {
    double sum = 0;
    long examples = 0;
    int batches = settings.data().batches();
    DataSetIterator iterator = settings.data().epoch(epoch);
    try {
      for (int batch = 0; iterator.hasNext(); batch++) {
        DataSet data = iterator.next();
        BatchSource.requireNoMasks(data);
        double loss = trainBatch(data, epoch, batch, (long) epoch * batches + batch);
        sum += loss * data.numExamples();
        examples += data.numExamples();
        progress.batchDone(epoch, batch, loss);
        if (batch + 1 < batches && settings.stop().getAsBoolean()) {
          throw new TrainingInterruptedException(settings.stage(), epoch + 1);
        }
      }
    } finally {
      BatchSource.close(iterator);
    }
    return sum / examples;
  }

  private static List<String> ids(DataSet data) {
    List<String> ids = data.getExampleMetaData(String.class);
    return ids == null ? List.of() : ids;
  }

  private double trainBatch(DataSet data, int epoch, int batch, long number) {
    return RngState.keeping(
        () -> {
          long stream = settings.seed().derive("step", settings.stageIndex(), number);
          Nd4j.getRandom().setSeed(stream);
          double loss = step.gradients(data.getFeatures(), smoothed(data.getLabels()));
          if (!Double.isFinite(loss)) {
            throw new TrainingDivergedException(
                settings.stage(), epoch + 1, batch + 1, loss, ids(data));
          }
          long total = (long) settings.epochs() * settings.data().batches();
          double rate =
              settings.learningRate()
                  * settings.schedule().factor(number, total, validationLosses());
          OptionalDouble momentum = settings.schedule().momentum(number, total);
          step.apply(data.numExamples(), rate, momentum);
          // A ReLU turns what is no number into zero, so that the loss may not show it.
          step.notANumber()
              .ifPresent(
                  parameter -> {
                    throw TrainingDivergedException.afterStep(
                        settings.stage(), epoch + 1, batch + 1, parameter, ids(data));
                  });
          return loss;
        });
  }

  /** Label smoothing (Szegedy et al. 2016), as PyTorch mixes it: with the uniform distribution. */
  private INDArray smoothed(INDArray labels) {
    double share = settings.labelSmoothing();
    return share == 0 ? labels : labels.mul(1 - share).addi(share / labels.size(1));
  }

  private void record(int epoch, double trainLoss) {
    ValidationScore score =
        settings
            .validation()
            .map(v -> ValidationScore.measure(graph, v, settings.stage(), epoch + 1))
            .orElse(null);
    long total = (long) settings.epochs() * settings.data().batches();
    long last = (long) (epoch + 1) * settings.data().batches() - 1;
    history.add(
        new EpochRecord(
            settings.stage(),
            epoch + 1,
            trainLoss,
            score == null ? null : score.loss(),
            score == null ? null : score.accuracy(),
            settings.learningRate() * settings.schedule().factor(last, total, validationLosses()),
            progress.epochSeconds()));
    if (score != null && settings.earlyStopping().isPresent()) {
      keepIfBest(epoch, score.loss(), settings.earlyStopping().get());
    }
  }

  /** After each epoch of this stage that has its record. */
  private List<Double> validationLosses() {
    return history.stream().map(EpochRecord::validationLoss).filter(Objects::nonNull).toList();
  }

  private void keepIfBest(int epoch, double loss, EarlyStopping rule) {
    if (bestEpoch > 0 && !(loss < bestLoss - rule.minDelta())) {
      return;
    }
    bestLoss = loss;
    bestEpoch = epoch + 1;
    Map<String, INDArray> copy = new LinkedHashMap<>();
    step.parameters().forEach((name, values) -> copy.put(name, values.dup()));
    best = copy;
  }

  private boolean stale(int epoch) {
    return settings.earlyStopping().isPresent()
        && bestEpoch > 0
        && epoch + 1 - bestEpoch >= settings.earlyStopping().get().patience();
  }

  private void goBackToBest() {
    if (best != null) {
      step.parameters().forEach((name, values) -> values.assign(best.get(name)));
    }
  }

  private Checkpoint checkpoint(int epoch, boolean finished) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    step.parameters().forEach((name, values) -> arrays.put(Checkpoint.PARAMETER + name, values));
    state.arrays().forEach((name, values) -> arrays.put(Checkpoint.MOMENT + name, values));
    if (best != null) {
      best.forEach((name, values) -> arrays.put(Checkpoint.BEST + name, values));
    }
    return new Checkpoint(
        Map.of(),
        settings.stageIndex(),
        epoch,
        finished,
        bestEpoch,
        history,
        state.steps(),
        arrays);
  }

  private void restore(Checkpoint checkpoint) {
    Map<String, INDArray> parameters = step.parameters();
    parameters.forEach((name, values) -> values.assign(stored(checkpoint, name, values)));
    Map<String, INDArray> moments = new LinkedHashMap<>();
    Map<String, INDArray> kept = new LinkedHashMap<>();
    checkpoint
        .arrays()
        .forEach(
            (name, values) -> {
              if (name.startsWith(Checkpoint.MOMENT)) {
                moments.put(name.substring(Checkpoint.MOMENT.length()), values);
              } else if (name.startsWith(Checkpoint.BEST)) {
                kept.put(name.substring(Checkpoint.BEST.length()), values);
              }
            });
    state.restore(moments, checkpoint.steps(), parameters::get);
    history.addAll(checkpoint.history());
    bestEpoch = checkpoint.bestEpoch();
    if (bestEpoch > 0) {
      best = kept;
      Double loss = history.get(bestEpoch - 1).validationLoss();
      bestLoss = loss == null ? Double.POSITIVE_INFINITY : loss;
    }
  }

  private static INDArray stored(Checkpoint checkpoint, String name, INDArray like) {
    INDArray values = checkpoint.arrays().get(Checkpoint.PARAMETER + name);
    if (values == null || !Arrays.equals(values.shape(), like.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the checkpoint does not fit this network: no parameter '%s' of shape %s in it",
              name,
              Arrays.toString(like.shape())));
    }
    return values;
  }
}
