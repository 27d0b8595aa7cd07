package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Seed;
import org.graft4j.eval.Evaluator;
import org.graft4j.eval.PredictionTable;
import org.graft4j.eval.diagnose.TrainedOnce;
import org.graft4j.eval.diagnose.Training;
import org.graft4j.eval.diagnose.TrainingBudget;
import org.graft4j.features.FeatureCache;
import org.graft4j.featurise.Featuriser;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.Head;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.BatchNormPolicy;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.FineTuneResult;
import org.graft4j.transfer.FineTuner;
import org.graft4j.transfer.Scope;
import org.graft4j.transfer.Stage;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains as {@code train} does and is measured on fixed items. The same items and seed are trained
 * on once: the learning curve's last point is the gain's pretrained network.
 *
 * @param name of the plan
 * @param heldOut what all trainings are measured on
 * @param made what was trained already
 */
record DiagnosedTraining(
    Function<Seed, Backbone> backbone,
    BatchNormPolicy batchNorm,
    String name,
    FineTunePlan plan,
    int batch,
    LabelMap labels,
    List<ImageItem> heldOut,
    FeatureCache cache,
    TrainingListener listener,
    BooleanSupplier stop,
    Map<Asked, TrainedOnce> made)
    implements Training {

  /** What a training's result depends on. */
  record Asked(List<ImageItem> items, Seed seed) {}

  DiagnosedTraining(
      Function<Seed, Backbone> backbone,
      BatchNormPolicy batchNorm,
      String name,
      FineTunePlan plan,
      int batch,
      LabelMap labels,
      List<ImageItem> heldOut,
      FeatureCache cache,
      TrainingListener listener,
      BooleanSupplier stop) {
    this(
        backbone,
        batchNorm,
        name,
        plan,
        batch,
        labels,
        heldOut,
        cache,
        listener,
        stop,
        new HashMap<>());
  }

  @Override
  public TrainedOnce train(List<ImageItem> items, Seed seed) throws IOException {
    Asked asked = new Asked(List.copyOf(items), seed);
    TrainedOnce known = made.get(asked);
    if (known == null) {
      known = trainAnew(asked.items(), seed);
      made.put(asked, known);
    }
    return known;
  }

  private TrainedOnce trainAnew(List<ImageItem> items, Seed seed) throws IOException {
    long start = System.nanoTime();
    Backbone grafted = backbone.apply(seed);
    FineTuneResult result =
        FineTuner.of(grafted)
            .head(Head.linear(labels))
            .plan(plan)
            .batchNorm(batchNorm)
            .batchSize(batch)
            .seed(seed)
            .cache(cache)
            .listener(listener)
            .stopWhen(stop)
            .build()
            .fit(new DatasetSplit(labels, items, List.of(), List.of()));
    double seconds = (System.nanoTime() - start) / 1e9;
    try {
      int last = result.history().size() - 1;
      return new TrainedOnce(
          headOnly() ? byFeatures(grafted, result) : byPictures(result),
          new TrainingBudget(
              name, last + 1, items.size(), seconds, result.history().get(last).trainLoss()));
    } finally {
      result.graph().close();
    }
  }

  /** Whether the backbone stays as it is: its features of a picture are computed once for all. */
  boolean headOnly() {
    return plan.stages().stream().map(Stage::scope).allMatch(Scope.HeadOnly.class::isInstance);
  }

  private PredictionTable byPictures(FineTuneResult result) {
    return Evaluator.classification().predictions(result.model(), heldOut);
  }

  private PredictionTable byFeatures(Backbone grafted, FineTuneResult result) throws IOException {
    ComputationGraph head = GraphEdits.above(result.graph(), grafted.featureVertex());
    PredictionTable.Builder table = PredictionTable.of(labels);
    try (INDArray rows = features(grafted, heldOut);
        INDArray probabilities = head.outputSingle(rows)) {
      double[][] said = probabilities.toDoubleMatrix();
      for (int i = 0; i < said.length; i++) {
        table.add(heldOut.get(i).id(), heldOut.get(i).label(), said[i]);
      }
    } finally {
      head.close();
    }
    return table.build();
  }

  /** Runs a frozen backbone over all pictures before the clock of the trainings starts. */
  void prepare(List<ImageItem> items, Seed seed) throws IOException {
    if (headOnly()) {
      List<ImageItem> all = new ArrayList<>(items);
      all.addAll(heldOut);
      features(backbone.apply(seed), all).close();
    }
  }

  private INDArray features(Backbone grafted, List<ImageItem> items) throws IOException {
    return Featuriser.of(grafted)
        .withCache(cache)
        .withListener(listener)
        .stopWhen(stop)
        .features(items);
  }
}
