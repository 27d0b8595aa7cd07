package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.featurise.internal.FeatureReader;
import org.graft4j.featurise.internal.Features;
import org.graft4j.featurise.internal.FrozenPart;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The batches of one epoch over the frontier: rows from the cache, and from the trunk where the
 * cache has none. A batch's features are let go of when the next one is asked for, be there one or
 * not, or the epoch is closed. Confined to one thread.
 */
final class FeatureEpoch implements Iterator<DataSet>, AutoCloseable {
  private final FrozenPart part;
  private final Features features;
  private final FeatureReader reader;
  private final int batchSize;
  private @Nullable INDArray previous;
  private int next;

  /**
   * An epoch at its beginning.
   *
   * @param features in the order of the epoch
   */
  FeatureEpoch(FrozenPart part, Features features, int batchSize) {
    this.part = part;
    this.features = features;
    this.batchSize = batchSize;
    this.reader = new FeatureReader(part, features);
  }

  @Override
  public boolean hasNext() {
    boolean more = next < features.size();
    if (!more) {
      release();
    }
    return more;
  }

  @Override
  public DataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch has no more batches");
    }
    release();
    int from = next;
    next = Math.min(features.size(), from + batchSize);
    INDArray rows = reader.rows(from, next);
    previous = rows;
    return labelled(rows, from, next);
  }

  private DataSet labelled(INDArray rows, int from, int to) {
    int classes = part.labels().size();
    float[] oneHot = new float[(to - from) * classes];
    List<String> ids = new ArrayList<>(to - from);
    IntStream.range(from, to)
        .forEach(
            i -> {
              ImageItem item = features.items().get(i);
              oneHot[(i - from) * classes + item.label()] = 1;
              ids.add(item.id());
            });
    long[] shape = {to - from, classes};
    INDArray labels = Nd4j.create(oneHot, shape, Nd4j.getStrides(shape, 'c'), 'c', DataType.FLOAT);
    DataSet set = new DataSet(rows, labels);
    set.setExampleMetaData(ids);
    return set;
  }

  /** Lets go of the batch given last, which its receiver is done with. */
  private void release() {
    if (previous != null && previous.closeable()) {
      previous.close();
    }
    previous = null;
  }

  @Override
  public void close() {
    reader.close();
    release();
    next = features.size();
  }
}
