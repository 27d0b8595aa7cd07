package org.graft4j.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;
import org.graft4j.featurise.internal.Features;
import org.graft4j.featurise.internal.FrozenPart;
import org.graft4j.featurise.internal.MissingRows;
import org.graft4j.train.TrainingInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * What a stage needs of its frozen part: the trunk's pass over the pictures whose rows are not
 * cached yet and fit, and the batches that the rest of the network trains on.
 */
final class FeaturePass {
  /** Features are small: the more of them at once, the quicker they are scored. */
  private static final int VALIDATION_BATCH = 256;

  /** Numbers in a row up to which it counts as small. */
  private static final int SMALL_ROW = 4096;

  private final FrozenPart part;
  private final FineTuneSettings settings;
  private final List<Features> training = new ArrayList<>();
  private @Nullable Features validation;

  private FeaturePass(FrozenPart part, FineTuneSettings settings) {
    this.part = part;
    this.settings = settings;
  }

  /** Views of a stage: no more than it has epochs. */
  static int views(FineTuneSettings settings, int epochs) {
    return Math.min(settings.views(), epochs);
  }

  /**
   * Runs the trunk over the training pictures, once for each view, and over the validation part, as
   * far as their rows are not there and there is room for them.
   *
   * @throws TrainingInterruptedException if the run is asked to stop; what was computed is kept
   */
  static FeaturePass over(FrozenPart part, FineTuneSettings settings, DatasetSplit split, int views)
      throws IOException {
    FeaturePass pass = new FeaturePass(part, settings);
    for (int view = 0; view < views; view++) {
      pass.training.add(part.features(split.train(), view));
    }
    if (!split.validation().isEmpty()) {
      pass.validation = part.features(split.validation(), 0);
    }
    List<Features> wanted = new ArrayList<>(pass.training);
    if (pass.validation != null) {
      wanted.add(1, pass.validation);
    }
    MissingRows.compute(part, wanted, settings.listener(), settings.stop());
    return pass;
  }

  /** Shuffled anew in each epoch; epoch {@code e} shows view {@code e mod views}. */
  BatchSource training(Seed seed) {
    return FeatureBatches.training(part, training, settings.batchSize(), seed);
  }

  /** Pictures of another set in the stage's views, as far as they are not there and fit. */
  CompanionBatches.InOrder companions(List<ImageItem> items, int perBatch) throws IOException {
    List<ImageItem> unlabelled = CompanionBatches.unlabelled(items);
    List<Features> all = new ArrayList<>();
    for (int view = 0; view < training.size(); view++) {
      all.add(part.features(unlabelled, view));
    }
    MissingRows.compute(part, all, settings.listener(), settings.stop());
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < unlabelled.size(); i++) {
      places.put(unlabelled.get(i).id(), i);
    }
    return (wanted, epoch) ->
        FeatureBatches.inOrder(
            part,
            all.get(epoch % all.size())
                .at(wanted.stream().mapToInt(item -> places.get(item.id())).toArray()),
            perBatch);
  }

  /** Null without a validation part. */
  @Nullable BatchSource validation() {
    if (validation == null) {
      return null;
    }
    boolean small = part.rows(0).space().rowLength() <= SMALL_ROW;
    int batch = small ? VALIDATION_BATCH : settings.batchSize();
    return FeatureBatches.evaluation(part, validation, batch);
  }
}
