package org.graft4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.bundle.ModelBundle;
import org.graft4j.bundle.StoredWeights;
import org.graft4j.data.InputSpec;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.graft4j.examples.methods.DrawnThings;
import org.graft4j.examples.methods.Side;
import org.graft4j.examples.methods.Task;
import org.graft4j.examples.methods.Trial;
import org.graft4j.examples.methods.TrialData;
import org.graft4j.examples.methods.TrialProgram;
import org.graft4j.model.TrainedModel;
import org.graft4j.train.TrainingListener;
import org.graft4j.transfer.FineTunePlan;
import org.graft4j.transfer.compress.ChannelPruning;
import org.graft4j.transfer.compress.MagnitudePruning;
import org.graft4j.transfer.compress.Recovery;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What does it cost to make a model smaller, and does training what is left bring it back?
 *
 * <p>One model for each seed, fine-tuned on twenty pictures of each of eight classes; beside the
 * accuracy stand the size of the saved model in kB and the milliseconds that a picture takes in a
 * batch of 32. Where a smaller model is held against the whole one, the question is whether it
 * loses at most 0.02.
 */
public final class Example14Compress {
  private static final TrialData THINGS = DrawnThings.of(20);

  private static final FineTunePlan PLAN = FineTunePlan.headThenAll(10, 10);

  /** What a smaller model may lose. */
  private static final double MARGIN = 0.02;

  private static final int EPOCHS = 10;
  private static final double RATE = 3e-4;
  private static final int RECOVERY_BATCH = 16;

  private static final int BATCH = 32;
  private static final int RUNS = 7;

  private static final MagnitudePruning WEIGHTS = MagnitudePruning.of(0.8);
  private static final ChannelPruning CHANNELS = ChannelPruning.of(0.4);

  /** Of each seed: all trials compress the same. */
  private final Map<Seed, TrainedModel> models = new HashMap<>();

  private Example14Compress() {}

  /** Takes what {@link TrialProgram} takes. */
  public static void main(String[] args) throws IOException {
    TrialProgram.run(trials(), args);
  }

  static List<Trial> trials() {
    return new Example14Compress().all();
  }

  private List<Trial> all() {
    Side whole = side("as it is", (task, model) -> model, StoredWeights.FLOAT32);
    Side pruned =
        side(WEIGHTS.toString(), (task, model) -> WEIGHTS.applyTo(model), StoredWeights.SPARSE);
    Side narrowed =
        side(CHANNELS.toString(), (task, model) -> CHANNELS.applyTo(model), StoredWeights.FLOAT32);
    Side prunedAndTrained =
        side(
            trained(WEIGHTS),
            (task, model) -> recovered(task, WEIGHTS.applyTo(model)),
            StoredWeights.SPARSE);
    Side narrowedAndTrained =
        side(
            trained(CHANNELS),
            (task, model) -> recovered(task, CHANNELS.applyTo(model)),
            StoredWeights.FLOAT32);
    return List.of(
        Trial.of(
                "int8",
                "Weights kept in 8 bits take a quarter of the room at hardly any loss",
                THINGS,
                whole,
                side("weights in 8 bits", (task, model) -> model, StoredWeights.INT8))
            .keepingWithin(MARGIN),
        Trial.of(
                "pruning",
                "The smallest weights are zero and take no room (Han et al. 2015)",
                THINGS,
                whole,
                pruned)
            .keepingWithin(MARGIN),
        Trial.of(
            "pruning-recovery",
            "Training the weights that are left brings the accuracy back (Han et al. 2015)",
            THINGS,
            pruned,
            prunedAndTrained),
        Trial.of(
                "pruned-and-trained",
                "A model pruned and trained on is as good as the whole one",
                THINGS,
                whole,
                prunedAndTrained)
            .keepingWithin(MARGIN),
        Trial.of(
                "channels",
                "A network without its weakest channels is smaller and faster (Li et al. 2017)",
                THINGS,
                whole,
                narrowed)
            .keepingWithin(MARGIN),
        Trial.of(
            "channels-recovery",
            "Training the channels that are left brings the accuracy back (Li et al. 2017)",
            THINGS,
            narrowed,
            narrowedAndTrained));
  }

  private static String trained(Object pruning) {
    return pruning
        + ", then "
        + EPOCHS
        + " epochs at rate "
        + RATE
        + " in batches of "
        + RECOVERY_BATCH;
  }

  /** What is done to a model. */
  @FunctionalInterface
  private interface Change {
    TrainedModel of(Task task, TrainedModel model);
  }

  /** Measures the model as a user would load it. */
  private Side side(String text, Change change, StoredWeights form) {
    return new Side(
        text,
        form + ", model: " + Side.detail(PLAN),
        this::model,
        task -> {
          Path bundle = task.bench().folder().resolve("model.zip");
          ModelBundle.of(change.of(task, model(task))).save(bundle, false, form);
          TrainedModel loaded = ModelBundle.open(bundle).model();
          return task.score(loaded)
              .and("kB", Files.size(bundle) / 1000.0)
              .and("ms a picture", milliseconds(loaded));
        });
  }

  private TrainedModel model(Task task) throws IOException {
    TrainedModel model = models.get(task.seed());
    if (model == null) {
      model = Side.fitted(task, PLAN, (t, tuner) -> tuner).model();
      models.put(task.seed(), model);
    }
    return model;
  }

  private static TrainedModel recovered(Task task, TrainedModel model) {
    Recovery recovery =
        new Recovery(task.bench().epochs(EPOCHS), RATE, RECOVERY_BATCH, task.seed());
    return recovery.train(model, task.split(), TrainingListener.SILENT);
  }

  /** The median of a few runs over one batch, after one that is not counted. */
  private static double milliseconds(TrainedModel model) {
    InputSpec input = model.input();
    double[] times = new double[RUNS];
    try (Trunk network = Trunk.of(model.graph());
        INDArray batch = Nd4j.zeros(BATCH, input.depth(), input.height(), input.width())) {
      network.output(batch).close();
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        network.output(batch).close();
        times[i] = (System.nanoTime() - start) / 1e6 / BATCH;
      }
    }
    Arrays.sort(times);
    return times[RUNS / 2];
  }
}
