package org.graft4j.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.TestTimeViews;
import org.graft4j.data.ViewedBatches;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Decision;
import org.graft4j.model.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Runs a classifier over labelled samples, as in use (no dropout, stored batch-norm statistics),
 * and reports how well it did. The network is not changed.
 *
 * <p>Immutable; a graph may be used by one thread at a time. Single-precision outputs differ in the
 * last digits with the batch size, which can turn a prediction only where two classes are all but
 * equal.
 *
 * <pre>{@code
 * ClassificationReport report = Evaluator.classification().evaluate(model, testBatches);
 * }</pre>
 */
public final class Evaluator {

  /** Pictures run at once: enough for the cores, little for the memory. */
  private static final int BATCH = 32;

  private final String split;
  private final boolean keepPredictions;

  private final TestTimeViews views;

  private Evaluator(String split, boolean keepPredictions, TestTimeViews views) {
    this.split = split;
    this.keepPredictions = keepPredictions;
    this.views = views;
  }

  /** Evaluates classifiers, calls the samples {@code "test"} and keeps each prediction. */
  public static Evaluator classification() {
    return new Evaluator("test", true, TestTimeViews.PLAIN);
  }

  /** The same, with another name for what is evaluated on. */
  public Evaluator on(String splitName) {
    return new Evaluator(splitName, keepPredictions, views);
  }

  /** The same, without the single predictions: memory does not grow with the samples. */
  public Evaluator countsOnly() {
    return new Evaluator(split, false, views);
  }

  /**
   * The same over several views of each picture, whose probabilities are averaged; see {@link
   * TestTimeViews}. The plain view alone gives exactly what there is without views.
   */
  public Evaluator withViews(TestTimeViews value) {
    return new Evaluator(split, keepPredictions, value);
  }

  /**
   * Evaluates a trained model, at the temperature of its decision if that is of plain pictures; see
   * {@link #evaluate(ComputationGraph, BatchSource, LabelMap)}.
   */
  public ClassificationReport evaluate(TrainedModel model, BatchSource source) {
    requirePlain();
    return evaluate(
        model.graph(), source, model.labels(), 1, model.decision().under(TestTimeViews.PLAIN));
  }

  /**
   * Evaluates a trained model on pictures, prepared as the model's input spec says, in the views
   * that were asked for; at the temperature of its decision if that was fitted on such views.
   *
   * @param items labelled by the model's label map
   * @throws java.io.UncheckedIOException if a picture cannot be read; it is named
   */
  public ClassificationReport evaluate(TrainedModel model, List<ImageItem> items) {
    if (views.isPlain()) {
      return evaluate(
          model, PictureBatches.evaluation(items, model.labels(), model.input(), BATCH));
    }
    BatchSource viewed = ViewedBatches.of(items, model.labels(), model.input(), views, BATCH);
    return evaluate(
            model.graph(), viewed, model.labels(), views.count(), model.decision().under(views))
        .withViews(views.describe());
  }

  /**
   * What a trained model says of pictures, every class of every picture: all that is measured can
   * be computed from it. At the temperature of its decision if that was fitted on such views.
   *
   * @param items labelled by the model's label map, with different ids
   * @throws java.io.UncheckedIOException if a picture cannot be read; it is named
   */
  public PredictionTable predictions(TrainedModel model, List<ImageItem> items) {
    PredictionTable.Builder table = PredictionTable.of(model.labels());
    run(
        model.graph(),
        views.isPlain()
            ? PictureBatches.evaluation(items, model.labels(), model.input(), BATCH)
            : ViewedBatches.of(items, model.labels(), model.input(), views, BATCH),
        model.labels(),
        views.count(),
        model.decision().under(views),
        (id, label, network, said) -> table.add(id, label, said));
    return table.build();
  }

  /** Takes what was said of a sample: by the network itself, and at the temperature. */
  @FunctionalInterface
  private interface Sink {
    void take(String id, int label, double[] network, double[] said);
  }

  /**
   * Evaluates a network.
   *
   * @param graph one input, one output of probabilities {@code [batch, classes]}
   * @param source samples with one-hot labels {@code [batch, classes]}; its epoch 0 is run
   * @param labels the classes in the order of the output
   * @throws IllegalArgumentException if the source is empty, the widths differ, a batch has masks,
   *     a label is not one-hot, or a score is NaN, infinite or no probability; the message names
   *     the sample. Also if there are views to be made, for which there must be pictures
   */
  public ClassificationReport evaluate(
      ComputationGraph graph, BatchSource source, LabelMap labels) {
    requirePlain();
    return evaluate(graph, source, labels, 1, Decision.PLAIN);
  }

  private void requirePlain() {
    if (!views.isPlain()) {
      throw new IllegalArgumentException(
          "views must be made of picture items, but there was a source of batches: evaluate(model,"
              + " items), or leave out "
              + views.describe());
    }
  }

  /**
   * @param viewCount rows one after the other that are views of one sample
   */
  private ClassificationReport evaluate(
      ComputationGraph graph,
      BatchSource source,
      LabelMap labels,
      int viewCount,
      Decision decision) {
    ClassificationState state = new ClassificationState(labels, keepPredictions);
    if (decision.temperature() == 1) {
      run(
          graph,
          source,
          labels,
          viewCount,
          decision,
          (id, label, network, said) -> state.update(id, label, said));
      return state.compute(split);
    }
    ClassificationState own = new ClassificationState(labels, false);
    run(
        graph,
        source,
        labels,
        viewCount,
        decision,
        (id, label, network, said) -> {
          own.update(id, label, network);
          state.update(id, label, said);
        });
    return state
        .compute(split)
        .withTempering(
            new Tempering(decision.temperature(), false, own.scores().calibration().bins()));
  }

  private void run(
      ComputationGraph graph,
      BatchSource source,
      LabelMap labels,
      int viewCount,
      Decision decision,
      Sink sink) {
    if (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "graph must have one input and one output, but had %d and %d",
              graph.getNumInputArrays(),
              graph.getNumOutputArrays()));
    }
    ClassificationState checks = new ClassificationState(labels, false);
    AtomicLong seen = new AtomicLong();
    try (Trunk network = Trunk.of(graph)) {
      source.forEachBatch(
          0,
          batch -> {
            BatchSource.requireNoMasks(batch);
            int count = (int) batch.getFeatures().size(0);
            List<String> ids = ids(batch, seen.getAndAdd(count), count);
            requireFinite(batch.getFeatures(), ids);
            double[][] scores = scores(network, batch, labels);
            double[][] oneHot = LabelledRows.matrix(batch.getLabels(), "labels", labels);
            for (int i = 0; i < oneHot.length; i += viewCount) {
              int label = LabelledRows.hot(ids.get(i), oneHot[i]);
              double[] score = scores[i];
              if (viewCount > 1) {
                double[][] each = Arrays.copyOfRange(scores, i, i + viewCount);
                score = mean(checks, ids.get(i), label, each);
              }
              // Before: a temperature makes a distribution of any positive numbers.
              checks.check(ids.get(i), label, score);
              sink.take(ids.get(i), label, score, decision.calibrated(score));
            }
          });
    }
    if (seen.get() == 0) {
      throw new IllegalArgumentException(
          "source must hold samples to evaluate on, but split '" + split + "' was empty");
    }
  }

  /** Checks each view, not the mean alone: numbers that are no probabilities may cancel out. */
  static double[] mean(ClassificationState state, String id, int label, double[][] views) {
    for (double[] view : views) {
      state.check(id, label, view);
    }
    return TestTimeViews.mean(views);
  }

  /** The network would say that there is such a number, but not in which sample. */
  private static void requireFinite(INDArray features, List<String> ids) {
    if (Double.isFinite(features.sumNumber().doubleValue())) {
      return;
    }
    for (int i = 0; i < ids.size(); i++) {
      if (!Double.isFinite(features.slice(i).sumNumber().doubleValue())) {
        throw new IllegalArgumentException(
            "values of '" + ids.get(i) + "' must be finite, but held NaN or infinity");
      }
    }
  }

  private static double[][] scores(Trunk network, DataSet batch, LabelMap labels) {
    try (INDArray output = network.output(batch.getFeatures())) {
      return LabelledRows.matrix(output, "output", labels);
    }
  }

  private static List<String> ids(DataSet batch, long seen, int size) {
    List<String> ids = batch.getExampleMetaData(String.class);
    if (ids == null || ids.size() != size) {
      return LongStream.range(seen, seen + size).mapToObj(i -> "#" + i).toList();
    }
    return ids;
  }
}
