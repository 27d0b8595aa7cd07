package org.graft4j.featurise.internal;

import java.util.BitSet;
import org.graft4j.features.FeatureRows;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rows at the frontier in their order: from the cache, and from the trunk where the cache has none.
 * Confined to one thread.
 */
public final class FeatureReader implements AutoCloseable {
  private final FrozenPart part;
  private final Features features;

  /** Places whose rows were not there at the beginning: the trunk gives them in this order. */
  private final BitSet computed;

  private @Nullable TrunkPass pass;

  /** At its beginning. */
  public FeatureReader(FrozenPart part, Features features) {
    this.part = part;
    this.features = features;
    FeatureRows rows = part.rows(features.view());
    this.computed = rows.absent(features.keys());
    if (!computed.isEmpty()) {
      // They fit if they went missing by damage, and do not if the cache was too small at first.
      rows.reserve(computed.cardinality());
      this.pass = new TrunkPass(part, features.at(computed.stream().toArray()));
    }
  }

  /**
   * The next rows.
   *
   * @param from where the last call ended, 0 at first
   * @param to above {@code from}
   * @return {@code [to - from, ...row shape]}, the caller's own
   */
  public INDArray rows(int from, int to) {
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
    if (to == features.size()) {
      close();
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

  /** What the trunk gave is kept, and no more is decoded. */
  @Override
  public void close() {
    if (pass != null) {
      pass.close();
      pass = null;
    }
    part.rows(features.view()).flush();
  }
}
