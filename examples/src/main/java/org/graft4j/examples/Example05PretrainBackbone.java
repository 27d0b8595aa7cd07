package org.graft4j.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnBatches;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.ClassificationReport;
import org.graft4j.eval.Evaluator;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.train.Checkpoint;
import org.graft4j.train.CheckpointFile;
import org.graft4j.train.Optimizer;
import org.graft4j.train.Schedule;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingLoop;
import org.graft4j.train.TrainingSettings;
import org.graft4j.train.objective.CrossEntropy;
import org.graft4j.train.objective.Objective;
import org.graft4j.zoo.ImportSettings;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.WeightsExport;
import org.graft4j.zoo.Zoo;
import org.jspecify.annotations.Nullable;

/**
 * How the embedded weights {@code slimresnet.shapes} are made: a small ResNet learns a task that
 * the library draws, and no picture is drawn twice.
 *
 * <p>Writes {@code slimresnet.shapes.safetensors} (half precision) and its card {@code .json} into
 * a folder: the two files in the resources of {@code zoo-transfer}. The seeds are fixed, so the
 * same machine makes the same bytes; another processor or another {@code OMP_NUM_THREADS} (the
 * embedded weights were made with 1) may round otherwise. After each epoch a checkpoint is kept in
 * the folder; the same command goes on from there. An epoch takes about 50 seconds on one core with
 * AVX-512; {@code --epochs 1 --pictures 256} shows that it works.
 */
public final class Example05PretrainBackbone {
  private static final String ID = "slimresnet.shapes";
  private static final String ARCHITECTURE = "slimresnet";

  /** A pass over this many new pictures is called an epoch. */
  private static final int PICTURES = 8448;

  private static final int EPOCHS = 12;
  private static final int VALIDATION_PICTURES = 1920;
  private static final int BATCH = 64;
  private static final double LEARNING_RATE = 0.003;
  private static final double WEIGHT_DECAY = 0.05;
  private static final double LABEL_SMOOTHING = 0.1;

  private static final Seed WEIGHTS = Seed.of(11);
  private static final Seed TRAINING = Seed.of(2024);
  private static final Seed VALIDATION = Seed.of(7);

  private Example05PretrainBackbone() {}

  /** Takes the output folder, then optionally {@code --epochs N} and {@code --pictures N}. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0 || args[0].startsWith("--")) {
      throw new IllegalArgumentException("usage: FOLDER [--epochs N] [--pictures N]");
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    int epochs = option(args, "--epochs", EPOCHS);
    int pictures = option(args, "--pictures", PICTURES);
    int validationPictures = Math.min(VALIDATION_PICTURES, pictures);

    // [batch, 3, 64, 64] -> features [batch, 160] -> probabilities [batch, classes]
    DrawnTask task = DrawnTask.source();
    Backbone backbone = UntrainedBackbone.of(ARCHITECTURE, task.labels().size(), WEIGHTS);
    DrawnBatches training = DrawnBatches.of(task, backbone.input(), pictures, BATCH, TRAINING);
    DrawnBatches validation =
        DrawnBatches.of(task, backbone.input(), validationPictures, BATCH, VALIDATION);

    train(backbone.graph(), training, validation, epochs, folder.resolve(ID + ".checkpoint"));

    ImportSettings facts =
        new ImportSettings(
            Optional.empty(),
            Optional.empty(),
            task.labels().names(),
            "Apache-2.0",
            String.format(
                Locale.ROOT,
                "Graft4J, Example05PretrainBackbone: %d epochs of %d drawn pictures",
                epochs,
                pictures));
    WeightsCard card = WeightsExport.save(folder, ID, backbone, true, facts);

    // Measured on what was written, as a user will load it.
    Path file = folder.resolve(ID + ".safetensors");
    ComputationGraph written = Zoo.fromFile(file, ARCHITECTURE, Optional.empty()).graph();
    ClassificationReport report =
        Evaluator.classification().countsOnly().evaluate(written, validation, task.labels());
    System.out.printf(
        Locale.ROOT,
        "%s: %d bytes, sha256 %s%n",
        file.getFileName(),
        Files.size(file),
        card.sha256());
    System.out.printf(
        Locale.ROOT,
        "accuracy %.4f, 95 %% interval [%.4f, %.4f], %d pictures of %d classes%n",
        report.accuracy(),
        report.accuracyInterval().low(),
        report.accuracyInterval().high(),
        report.n(),
        task.labels().size());
  }

  /** The loop beneath {@code FineTuner}: a graph, batches, settings. Trains the graph in place. */
  private static void train(
      ComputationGraph graph, BatchSource data, BatchSource validation, int epochs, Path file)
      throws IOException {
    Map<String, String> settings =
        Map.of("epochs", "" + epochs, "pictures", "" + data.examples(), "rate", "" + LEARNING_RATE);
    CheckpointFile checkpoint = CheckpointFile.at(file);
    @Nullable Checkpoint saved = checkpoint.exists() ? checkpoint.read() : null;
    if (saved != null && !saved.settings().equals(settings)) {
      throw new IllegalArgumentException(
          file + " is of a run with " + saved.settings() + ", not " + settings + ": delete it");
    }
    try {
      TrainingLoop.train(
          graph,
          TrainingSettings.of(data, epochs, LEARNING_RATE)
              .stage("pretrain", 0)
              .validation(validation)
              .optimizer(Optimizer.adamW(WEIGHT_DECAY))
              .schedule(Schedule.cosine())
              .objective(Objective.of(CrossEntropy.smoothed(LABEL_SMOOTHING)))
              .seed(TRAINING)
              .listener(Example05PretrainBackbone::show)
              .checkpoint(state -> keep(checkpoint, state, settings))
              .resume(saved)
              .build());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void keep(CheckpointFile file, Checkpoint state, Map<String, String> settings) {
    try {
      file.write(
          new Checkpoint(
              settings,
              state.stage(),
              state.epoch(),
              state.finished(),
              state.bestEpoch(),
              state.history(),
              state.steps(),
              state.arrays()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void show(TrainingEvent event) {
    if (event instanceof TrainingEvent.EpochDone done) {
      System.out.printf(
          Locale.ROOT,
          "epoch %d/%d  train loss %.4f  validation loss %.4f  accuracy %.4f  %.0f s%n",
          done.record().epoch(),
          done.epochs(),
          done.record().trainLoss(),
          done.record().validationLoss(),
          done.record().validationAccuracy(),
          done.record().seconds());
    }
  }

  private static int option(String[] args, String name, int otherwise) {
    for (int i = 1; i + 1 < args.length; i += 2) {
      if (args[i].equals(name)) {
        int value = Integer.parseInt(args[i + 1]);
        if (value <= 0) {
          throw new IllegalArgumentException(name + " must be positive, but was " + value);
        }
        return value;
      }
    }
    return otherwise;
  }
}
