package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.InputSpec;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.train.TrainingEvent;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;

/** The trunk's one pass over the pictures, and the batches of features that a head trains on. */
final class FeaturePass {
  /** Features are small: the more of them at once, the quicker they are scored. */
  private static final int VALIDATION_BATCH = 256;

  private final ComputationGraph trunk;
  private final InputSpec input;
  private final FineTuneSettings settings;
  private final DatasetSplit split;
  private final int views;
  private final List<Features> training = new ArrayList<>();
  private @Nullable Features validation;

  private FeaturePass(
      ComputationGraph trunk,
      InputSpec input,
      FineTuneSettings settings,
      DatasetSplit split,
      int views) {
    this.trunk = trunk;
    this.input = input;
    this.settings = settings;
    this.split = split;
    this.views = views;
  }

  /**
   * Runs the trunk over the training pictures, once for each view, and over the validation part.
   *
   * @param epochs of the stage: no more views are made than it has epochs
   * @throws TrainingInterruptedException if the run is asked to stop
   */
  static FeaturePass over(
      ComputationGraph trunk,
      InputSpec input,
      FineTuneSettings settings,
      DatasetSplit split,
      int epochs) {
    int views = Math.min(settings.views(), epochs);
    FeaturePass pass = new FeaturePass(trunk, input, settings, split, views);
    pass.run();
    return pass;
  }

  /** Shuffled anew in each epoch; epoch {@code e} shows view {@code e mod views}. */
  BatchSource training(Seed seed) {
    return FeatureBatches.training(training, settings.batchSize(), seed);
  }

  /** Null without a validation part. */
  @Nullable BatchSource validation() {
    return validation == null ? null : FeatureBatches.evaluation(validation, VALIDATION_BATCH);
  }

  /** The plain pictures, then augmented ones; a view is the same whatever stage it is for. */
  private void run() {
    List<ImageItem> items = split.train();
    BatchSource augmented =
        PictureBatches.training(
            items,
            split.labels(),
            input,
            settings.batchSize(),
            settings.augmentation(),
            Seed.of(settings.seed().derive("view")));
    for (int view = 0; view < views; view++) {
      BatchSource source = view == 0 ? plain(items) : augmented;
      training.add(features(items, source, view, view * items.size()));
    }
    if (!split.validation().isEmpty()) {
      List<ImageItem> held = split.validation();
      validation = features(held, plain(held), 0, views * items.size());
    }
  }

  private BatchSource plain(List<ImageItem> items) {
    return PictureBatches.evaluation(items, split.labels(), input, settings.batchSize());
  }

  private Features features(List<ImageItem> items, BatchSource source, int epoch, int before) {
    return Features.of(trunk, items, split.labels().size(), source, epoch, progress(before));
  }

  private IntConsumer progress(int before) {
    int total = views * split.train().size() + split.validation().size();
    return done -> {
      settings.listener().onEvent(new TrainingEvent.Featurising(before + done, total));
      if (before + done < total && settings.stop().getAsBoolean()) {
        throw new TrainingInterruptedException("while the backbone ran over the pictures");
      }
    };
  }
}
