package org.graft4j.featurise.internal;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.graft4j.data.ItemDigests;
import org.graft4j.features.FeatureCache;
import org.graft4j.features.FeatureRows;
import org.graft4j.features.FeatureSpace;
import org.jspecify.annotations.Nullable;

/** The cache that a run was given, and one of its own, made when it is needed. */
public final class RunCaches implements AutoCloseable {
  private final Optional<FeatureCache> given;
  private final ItemDigests digests;
  private final Set<FeatureRows> ofThisRun = new HashSet<>();
  private @Nullable FeatureCache own;

  /** None of its own yet. */
  public RunCaches(Optional<FeatureCache> given) {
    this.given = given;
    this.digests = given.map(FeatureCache::digests).orElseGet(ItemDigests::new);
  }

  /** Rows that another run can know again. */
  FeatureRows known(FeatureSpace space) throws IOException {
    return given.isPresent() ? given.get().rows(space) : own(space);
  }

  /** Rows of this run; gone with it. */
  FeatureRows own(FeatureSpace space) throws IOException {
    FeatureCache cache = own;
    if (cache == null) {
      cache = FeatureCache.temporary();
      own = cache;
    }
    FeatureRows rows = cache.rows(space);
    ofThisRun.add(rows);
    return rows;
  }

  /** Whether rows go with this run. */
  boolean isOwn(FeatureRows rows) {
    return ofThisRun.contains(rows);
  }

  /** The digests of pictures, read once for all stages. */
  public ItemDigests digests() {
    return digests;
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }
}
