package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.graft4j.data.BatchSource;
import org.graft4j.data.Seed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of cached features; epoch {@code e} goes through view {@code e mod views}. */
final class FeatureBatches implements BatchSource {
  private final List<Features> views;
  private final int batchSize;
  private final boolean shuffled;
  private final Seed seed;

  private FeatureBatches(List<Features> views, int batchSize, boolean shuffled, Seed seed) {
    this.views = List.copyOf(views);
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.seed = seed;
  }

  static FeatureBatches training(List<Features> views, int batchSize, Seed seed) {
    return new FeatureBatches(views, batchSize, true, seed);
  }

  static FeatureBatches evaluation(Features features, int batchSize) {
    return new FeatureBatches(List.of(features), batchSize, false, Seed.of(0));
  }

  @Override
  public DataSetIterator epoch(int epoch) {
    Features view = views.get(epoch % views.size());
    int[] order = order(epoch);
    Iterator<DataSet> batches =
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < order.length;
          }

          @Override
          public DataSet next() {
            int from = next;
            next = Math.min(order.length, from + batchSize);
            return batch(view, order, from, next);
          }
        };
    return new ExistingDataSetIterator(batches);
  }

  private static DataSet batch(Features view, int[] order, int from, int to) {
    float[][] rows = new float[to - from][];
    INDArray labels = Nd4j.create(to - from, view.classes());
    List<String> ids = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows[i - from] = view.row(order[i]);
      labels.putScalar(i - from, view.label(order[i]), 1);
      ids.add(view.id(order[i]));
    }
    DataSet set = new DataSet(Nd4j.createFromArray(rows), labels);
    set.setExampleMetaData(ids);
    return set;
  }

  private int[] order(int epoch) {
    return shuffled
        ? seed.permutation(examples(), "shuffle", epoch)
        : IntStream.range(0, examples()).toArray();
  }

  @Override
  public int examples() {
    return views.get(0).size();
  }

  @Override
  public int batches() {
    return (examples() + batchSize - 1) / batchSize;
  }
}
