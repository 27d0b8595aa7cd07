package org.graft4j.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The learning-rate range test (Smith 2017): trains for a few steps at a rate that grows from step
 * to step, until the loss runs away, and looks at where it fell.
 *
 * <p>Leaves no trace: parameters and statistics, also those of terms, are put back bit for bit, the
 * optimizer's state is the test's own, and ND4J's generator is as it was. Nothing is validated,
 * averaged or stored.
 */
public final class RateFinder {

  /** The loss has run away above this times the lowest mean, and above the first one. */
  private static final double RUN_AWAY = 4;

  /** How much of the running mean of the losses each step keeps. */
  private static final double KEPT = 0.9;

  private final RateRange range;
  private final List<Double> losses = new ArrayList<>();
  private double mean;
  private double first;
  private double lowest = Double.POSITIVE_INFINITY;
  private boolean diverged;
  private double sumOfStep;
  private int batchesOfStep;

  private RateFinder(RateRange range) {
    this.range = range;
  }

  /**
   * Tries the rates.
   *
   * @param graph as it is trained; as it was when this returns or throws
   * @param settings of the training that a rate is sought for: data, objective, optimizer, rate
   *     factors, seed. Its own rate, schedule and number of epochs do not matter
   * @param range of the layers with rate factor 1
   * @throws TrainingDivergedException if the loss is not finite at the first step already
   * @throws TrainingInterruptedException if {@link TrainingSettings#stop} asked for it
   */
  public static RateCurve find(ComputationGraph graph, TrainingSettings settings, RateRange range) {
    RateFinder finder = new RateFinder(range);
    IdentityHashMap<INDArray, INDArray> before = new IdentityHashMap<>();
    before.put(graph.params(), graph.params().dup());
    settings
        .objective()
        .terms()
        .forEach(term -> term.parameters().values().forEach(p -> before.put(p, p.dup())));
    try {
      finder.run(graph, settings);
    } finally {
      before.forEach(INDArray::assign);
      before.values().forEach(INDArray::close);
    }
    return finder.curve();
  }

  private void run(ComputationGraph graph, TrainingSettings settings) {
    long stepsAnEpoch = settings.gradients().steps(settings.data().batches());
    int epochs = Math.toIntExact((range.steps() + stepsAnEpoch - 1) / stepsAnEpoch);
    int accumulated = settings.gradients().accumulate();
    TrainingSettings test =
        TrainingSettings.of(settings.data(), epochs, range.highest())
            .stage(settings.stage(), settings.stageIndex())
            .optimizer(settings.optimizer())
            .schedule(range)
            .rateFactor(settings.rateFactor())
            .objective(settings.objective())
            .unlabelledRows(settings.unlabelledRows())
            .gradients(settings.gradients())
            .seed(settings.seed())
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.BatchDone batch) {
                    see(batch, accumulated);
                  }
                  settings.listener().onEvent(event);
                })
            .stop(() -> over() || settings.stop().getAsBoolean())
            .previous(settings.previous().orElse(null))
            .build();
    try {
      TrainingLoop.train(graph, test);
    } catch (TrainingInterruptedException e) {
      if (!over()) {
        throw e;
      }
    } catch (TrainingDivergedException e) {
      if (losses.isEmpty()) {
        throw e;
      }
      diverged = true;
    }
  }

  private void see(TrainingEvent.BatchDone batch, int accumulated) {
    sumOfStep += batch.loss();
    batchesOfStep++;
    if (batch.batch() % accumulated == 0 || batch.batch() == batch.batches()) {
      see(sumOfStep / batchesOfStep);
      sumOfStep = 0;
      batchesOfStep = 0;
    }
  }

  private void see(double loss) {
    losses.add(loss);
    int n = losses.size();
    mean = KEPT * mean + (1 - KEPT) * loss;
    double unbiased = mean / (1 - Math.pow(KEPT, n));
    if (n == 1) {
      first = loss;
    }
    lowest = Math.min(lowest, unbiased);
    diverged = unbiased > RUN_AWAY * lowest && unbiased > first;
  }

  private boolean over() {
    return diverged || losses.size() >= range.steps();
  }

  private RateCurve curve() {
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      rates.add(range.rate(i));
    }
    return RateCurve.of(rates, losses, diverged);
  }
}
