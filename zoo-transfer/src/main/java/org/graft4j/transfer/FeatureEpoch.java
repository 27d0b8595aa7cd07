package org.graft4j.transfer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.graft4j.data.ImageItem;
import org.graft4j.features.FeatureRows;
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
  private final int batchSize;

  /** Places whose rows were not there when the epoch began: the trunk gives them in this order. */
  private final BitSet computed;

  private @Nullable TrunkPass pass;
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
    FeatureRows rows = part.rows(features.view());
    this.computed = rows.absent(features.keys());
    if (!computed.isEmpty()) {
      // They fit if they went missing by damage, and do not if the cache was too small at first.
      rows.reserve(computed.cardinality());
      this.pass = new TrunkPass(part, features.at(computed.stream().toArray()));
    }
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
    INDArray rows = rows(from, next);
    previous = rows;
    if (next == features.size()) {
      endPass();
    }
    return labelled(rows, from, next);
  }

  private INDArray rows(int from, int to) {
    FeatureRows.Gathered read = part.rows(features.view()).read(features.keys().subList(from, to));
    BitSet damaged = read.absent();
    for (int i = from; i < to; i++) {
      if (pass != null && computed.get(i)) {
        read.rows().slice(i - from).assign(pass.nextRow());
        damaged.clear(i - from);
      }
    }
    if (!damaged.isEmpty()) {
      recompute(read.rows(), damaged, from);
    }
    return read.rows();
  }

  /** Rows whose damage showed when they were read just now. */
  private void recompute(INDArray rows, BitSet damaged, int from) {
    int[] places = damaged.stream().map(i -> from + i).toArray();
    part.rows(features.view()).reserve(places.length);
    try (TrunkPass again = new TrunkPass(part, features.at(places))) {
      for (int place : places) {
        rows.slice(place - from).assign(again.nextRow());
      }
    }
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

  /** The last rows were read: what the trunk gave is kept, and no more is decoded. */
  private void endPass() {
    if (pass != null) {
      pass.close();
      pass = null;
    }
    part.rows(features.view()).flush();
  }

  @Override
  public void close() {
    endPass();
    release();
    next = features.size();
  }
}
