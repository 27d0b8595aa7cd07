package org.graft4j.transfer;

import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.graft4j.data.BatchSource;
import org.graft4j.data.ImageItem;
import org.graft4j.data.Sampling;
import org.graft4j.data.Seed;
import org.graft4j.featurise.internal.Features;
import org.graft4j.featurise.internal.FrozenPart;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Batches of rows at the frontier; epoch {@code e} goes through view {@code e mod views}. */
final class FeatureBatches implements BatchSource {
  private final FrozenPart part;
  private final List<Features> views;
  private final int batchSize;

  /** Null for the order given. */
  private final @Nullable Sampling sampling;

  private final Seed seed;

  private FeatureBatches(
      FrozenPart part,
      List<Features> views,
      int batchSize,
      @Nullable Sampling sampling,
      Seed seed) {
    this.part = part;
    this.views = List.copyOf(views);
    this.batchSize = batchSize;
    this.sampling = sampling;
    this.seed = seed;
  }

  /**
   * Sampled anew in each epoch, as {@link org.graft4j.data.PictureBatches} are. What comes several
   * times in an epoch is the same row each time.
   */
  static FeatureBatches training(
      FrozenPart part, List<Features> views, int batchSize, Sampling sampling, Seed seed) {
    return new FeatureBatches(part, views, batchSize, sampling, seed);
  }

  static FeatureBatches evaluation(FrozenPart part, Features features, int batchSize) {
    return new FeatureBatches(part, List.of(features), batchSize, null, Seed.of(0));
  }

  /** The batches of these rows once, in their order. */
  static DataSetIterator inOrder(FrozenPart part, Features features, int batchSize) {
    return new Closing(new FeatureEpoch(part, features, batchSize));
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    Features view = views.get(epoch % views.size());
    return new Closing(new FeatureEpoch(part, ordered(view, epoch), batchSize));
  }

  private Features ordered(Features view, int epoch) {
    if (sampling == null) {
      return view;
    }
    int[] labels = view.items().stream().mapToInt(ImageItem::label).toArray();
    return view.at(sampling.order(labels, seed, epoch));
  }

  /** Ends the epoch's threads if it is not exhausted. */
  private static final class Closing extends ExistingDataSetIterator implements AutoCloseable {
    private final FeatureEpoch epoch;

    Closing(FeatureEpoch epoch) {
      super(epoch);
      this.epoch = epoch;
    }

    @Override
    public void close() {
      epoch.close();
    }
  }

  @Override
  public int examples() {
    return views.get(0).size();
  }

  @Override
  public int batches() {
    return (int) (((long) examples() + batchSize - 1) / batchSize);
  }
}
