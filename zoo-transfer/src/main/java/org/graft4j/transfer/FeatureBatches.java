package org.graft4j.transfer;

import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.graft4j.featurise.internal.Features;
import org.graft4j.featurise.internal.FrozenPart;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Batches of rows at the frontier; epoch {@code e} goes through view {@code e mod views}. */
final class FeatureBatches implements BatchSource {
  private final FrozenPart part;
  private final List<Features> views;
  private final int batchSize;
  private final boolean shuffled;
  private final Seed seed;

  private FeatureBatches(
      FrozenPart part, List<Features> views, int batchSize, boolean shuffled, Seed seed) {
    this.part = part;
    this.views = List.copyOf(views);
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.seed = seed;
  }

  /** In another order each epoch: that of {@link org.graft4j.data.PictureBatches}. */
  static FeatureBatches training(FrozenPart part, List<Features> views, int batchSize, Seed seed) {
    return new FeatureBatches(part, views, batchSize, true, seed);
  }

  static FeatureBatches evaluation(FrozenPart part, Features features, int batchSize) {
    return new FeatureBatches(part, List.of(features), batchSize, false, Seed.of(0));
  }

  /** The batches of these rows once, in their order. */
  static DataSetIterator inOrder(FrozenPart part, Features features, int batchSize) {
    return new Closing(new FeatureEpoch(part, features, batchSize));
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    Features view = views.get(epoch % views.size());
    Features ordered = shuffled ? view.at(seed.permutation(view.size(), "shuffle", epoch)) : view;
    return new Closing(new FeatureEpoch(part, ordered, batchSize));
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
