package org.graft4j.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.graft4j.data.BatchSource;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.Seed;
import org.graft4j.features.RowKey;
import org.graft4j.train.TrainingEvent;
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
    pass.run();
    return pass;
  }

  /** Shuffled anew in each epoch; epoch {@code e} shows view {@code e mod views}. */
  BatchSource training(Seed seed) {
    return FeatureBatches.training(part, training, settings.batchSize(), seed);
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

  /** Rows that do not fit are computed each time they are used; those of a draw all or none. */
  private void run() throws IOException {
    List<Features> plain = new ArrayList<>(List.of(training.get(0)));
    if (validation != null) {
      plain.add(validation);
    }
    List<Features> todo = new ArrayList<>(missing(plain, 0));
    if (training.size() > 1) {
      todo.addAll(missing(training.subList(1, training.size()), 1));
    }
    int total = todo.stream().mapToInt(Features::size).sum();
    int before = 0;
    for (Features features : todo) {
      run(features, before, total);
      before += features.size();
    }
  }

  /** What is not there, each row once; nothing if there is no room for it anywhere. */
  private List<Features> missing(List<Features> all, int view) throws IOException {
    Set<RowKey> seen = new HashSet<>();
    List<Features> missing = new ArrayList<>();
    for (Features features : all) {
      int[] places =
          part.rows(view).missing(features.keys()).stream()
              .filter(i -> seen.add(features.keys().get(i)))
              .toArray();
      if (places.length > 0) {
        missing.add(features.at(places));
      }
    }
    if (seen.isEmpty() || part.rows(view).reserve(seen.size())) {
      return missing;
    }
    // Without room the trunk would run anew in each epoch.
    return part.keepForThisRun(view) ? missing(all, view) : List.of();
  }

  private void run(Features features, int before, int total) {
    try (TrunkPass pass = new TrunkPass(part, features)) {
      while (pass.hasNextBlock()) {
        int done = before + pass.nextBlock();
        settings.listener().onEvent(new TrainingEvent.Featurising(done, total));
        if (done < total && settings.stop().getAsBoolean()) {
          throw new TrainingInterruptedException("while the backbone ran over the pictures");
        }
      }
    } finally {
      part.rows(features.view()).flush();
    }
  }
}
