package org.graft4j.examples.methods;

import java.io.IOException;
import java.util.List;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Seed;

/**
 * Drawn things with a few labelled pictures and many without labels: those are all said to be of
 * the first class, so that no way can learn from their labels unnoticed.
 *
 * @param train of each class, labelled
 * @param pool of each class, unlabelled
 */
public record PooledThings(int train, int pool) implements TrialData {
  /** What the unlabelled ones are said to be. */
  private static final int NO_LABEL = 0;

  @Override
  public String describe() {
    return DrawnThings.of(train).describe() + " and " + pool + " of each class without labels";
  }

  @Override
  public Parts parts(Seed seed, Bench bench) throws IOException {
    Parts drawn = DrawnThings.of(train).withValidation(pool).parts(seed, bench);
    DatasetSplit split = drawn.split();
    List<ImageItem> unlabelled =
        split.validation().stream()
            .map(item -> new ImageItem(item.file(), item.id(), NO_LABEL))
            .toList();
    return new Parts(
        new DatasetSplit(split.labels(), split.train(), List.of(), List.of()),
        drawn.heldOut(),
        unlabelled);
  }
}
