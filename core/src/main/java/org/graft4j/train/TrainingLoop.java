package org.graft4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.runtime.Acceleration;
import org.graft4j.runtime.RngState;
import org.graft4j.train.objective.StepBatch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a classifier's graph in place for the epochs of one stage.
 *
 * <p>The graph has one input and one output, an {@code OutputLayer} or {@code LossLayer} with
 * softmax and MCXENT; another loss of the {@linkplain TrainingSettings#objective objective} takes
 * the place of that one while the stage lasts. Batches have no masks. Frozen layers stay as they
 * are, bit for bit. The same seed gives the same bytes, also over a resume: dropout draws from a
 * stream of (seed, stage, step), and ND4J's generator is left as it was found.
 *
 * <p>Confined to one thread.
 */
public final class TrainingLoop {
  private final TrainingSettings settings;
  private final ObjectiveOfStage objective;
  private final StageNetwork network;
  private final GradientStep step;
  private final AverageState averages;
  private final StageState state;
  private final Progress progress;

  private TrainingLoop(ComputationGraph graph, TrainingSettings settings) {
    SoftmaxOutput.require(graph);
    this.settings = settings;
    this.objective = new ObjectiveOfStage(settings.objective(), settings.unlabelledRows());
    this.network = StageNetwork.of(graph, objective, settings.averaging());
    OptimizerState optimizer = new OptimizerState(settings.optimizer());
    this.step = new GradientStep(network.trained(), objective, optimizer, settings);
    this.averages = new AverageState(settings.averaging());
    this.state = new StageState(settings, network, step, optimizer, averages);
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
    try (loop.step;
        loop.averages) {
      return loop.run();
    }
  }

  private List<EpochRecord> run() {
    Optional<Checkpoint> resumed = settings.resume();
    if (resumed.isPresent()) {
      state.restore(resumed.get());
    } else {
      settings.previous().ifPresent(state::takeOver);
    }
    int first = resumed.map(Checkpoint::epoch).orElse(0);
    boolean finished =
        resumed.map(Checkpoint::finished).orElse(false) || first >= settings.epochs();
    if (!finished) {
      progress.start(first);
    }
    for (int epoch = first; !finished && epoch < settings.epochs(); epoch++) {
      finished = epochAndWhatFollows(epoch);
    }
    return List.copyOf(state.history());
  }

  /** Whether the stage is over. */
  private boolean epochAndWhatFollows(int epoch) {
    double trainLoss = trainEpoch(epoch);
    averages.epochDone(epoch, settings.epochs(), step.parameters());
    network.give(step.parameters(), averages.averages());
    if (network.apart()) {
      constrain(network.given(step.parameters()), (epoch + 1.0) / settings.epochs());
    }
    record(epoch, trainLoss);
    boolean finished = state.stale(epoch) || epoch + 1 == settings.epochs();
    if (finished) {
      state.goBackToBest();
      if (network.apart() || state.bestEpoch() > 0) {
        constrain(network.given(step.parameters()), 1);
      }
    }
    settings.checkpoint().accept(state.checkpoint(epoch + 1, finished));
    progress.epochDone(state.history().get(state.history().size() - 1));
    int best = state.bestEpoch();
    if (finished && best > 0 && best <= epoch) {
      progress.bestEpochRestored(epoch + 1, best);
    }
    if (settings.stop().getAsBoolean()) {
      throw new TrainingInterruptedException(settings.stage(), epoch + 1);
    }
    return finished;
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
        double loss = trainBatch(data, epoch, batch, batches);
        long counted = labelled(data);
        sum += loss * counted;
        examples += counted;
        progress.batchDone(epoch, batch, loss);
        if (batch + 1 < batches && settings.stop().getAsBoolean()) {
          throw new TrainingInterruptedException(settings.stage(), epoch + 1);
        }
      }
    } finally {
      BatchSource.close(iterator);
    }
    return sum / Math.max(1, examples);
  }

  /** How many examples of a batch the loss is the mean of. */
  private long labelled(DataSet data) {
    if (!settings.unlabelledRows()) {
      return data.numExamples();
    }
    try (INDArray sizes = data.getLabels().norm1(1)) {
      return Arrays.stream(sizes.toDoubleVector()).filter(size -> size != 0).count();
    }
  }

  private static List<String> ids(DataSet data) {
    List<String> ids = data.getExampleMetaData(String.class);
    return ids == null ? List.of() : ids;
  }

  private double trainBatch(DataSet data, int epoch, int batch, int batches) {
    return RngState.keeping(
        () -> {
          long number = (long) epoch * batches + batch;
          long stream = settings.seed().derive("step", settings.stageIndex(), number);
          Nd4j.getRandom().setSeed(stream);
          double progressed = (double) number / ((long) settings.epochs() * batches);
          objective.expect(
              new StepBatch(data.getFeatures(), data.getLabels(), ids(data), epoch, progressed));
          double loss = step.gradients(data.getFeatures(), objective.targets(data.getLabels()));
          if (!Double.isFinite(loss)) {
            throw new TrainingDivergedException(
                settings.stage(), epoch + 1, batch + 1, loss, ids(data));
          }
          step.collect(data.numExamples());
          boolean lastOfStep =
              (batch + 1) % settings.gradients().accumulate() == 0 || batch + 1 == batches;
          if (lastOfStep) {
            move(data, epoch, batch, batches);
          }
          objective.count(data.numExamples());
          return loss;
        });
  }

  private void move(DataSet data, int epoch, int batch, int batches) {
    long stepsAnEpoch = settings.gradients().steps(batches);
    long number = epoch * stepsAnEpoch + batch / settings.gradients().accumulate();
    OptionalDouble momentum = settings.schedule().momentum(number, steps());
    step.apply(rate(number), momentum);
    constrain(step.parameters(), (number + 1.0) / steps());
    // A ReLU turns what is no number into zero, so that the loss may not show it.
    step.notANumber()
        .ifPresent(
            parameter -> {
              throw TrainingDivergedException.afterStep(
                  settings.stage(), epoch + 1, batch + 1, parameter, ids(data));
            });
    averages.stepDone(step.parameters());
  }

  private void constrain(Map<String, INDArray> parameters, double progressed) {
    settings.objective().constraints().forEach(c -> c.apply(parameters, progressed));
  }

  /** Of the whole stage. */
  private long steps() {
    return settings.epochs() * settings.gradients().steps(settings.data().batches());
  }

  /** At a step, for the layers with rate factor 1. */
  private double rate(long number) {
    return settings.learningRate()
        * settings.schedule().factor(number, steps(), validationLosses());
  }

  private void record(int epoch, double trainLoss) {
    ValidationScore score =
        settings
            .validation()
            .map(v -> ValidationScore.measure(network.given(), v, settings.stage(), epoch + 1))
            .orElse(null);
    long last = (epoch + 1) * settings.gradients().steps(settings.data().batches()) - 1;
    state
        .history()
        .add(
            new EpochRecord(
                settings.stage(),
                epoch + 1,
                trainLoss,
                score == null ? null : score.loss(),
                score == null ? null : score.accuracy(),
                rate(last),
                progress.epochSeconds(),
                objective.means()));
    double progressed = (epoch + 1.0) / settings.epochs();
    boolean settled =
        settings.objective().constraints().stream().allMatch(c -> c.settled(progressed));
    if (score != null && settled && settings.earlyStopping().isPresent()) {
      state.keepIfBest(epoch, score.loss(), settings.earlyStopping().get());
    }
  }

  /** After each epoch of this stage that has its record. */
  private List<Double> validationLosses() {
    return state.history().stream()
        .map(EpochRecord::validationLoss)
        .filter(Objects::nonNull)
        .toList();
  }
}
