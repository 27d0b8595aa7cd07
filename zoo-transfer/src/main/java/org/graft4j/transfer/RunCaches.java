package org.graft4j.transfer;

import java.io.IOException;
import java.util.Optional;
import org.graft4j.data.ItemDigests;
import org.graft4j.features.FeatureCache;
import org.jspecify.annotations.Nullable;

/** The cache that a run was given, and one of its own, made when it is needed. */
final class RunCaches implements AutoCloseable {
  private final Optional<FeatureCache> given;
  private final ItemDigests digests;
  private @Nullable FeatureCache own;

  RunCaches(Optional<FeatureCache> given) {
    this.given = given;
    this.digests = given.map(FeatureCache::digests).orElseGet(ItemDigests::new);
  }

  /** For rows that another run can know again. */
  FeatureCache known() throws IOException {
    return given.isPresent() ? given.get() : own();
  }

  /** For rows of this run; gone with it. */
  FeatureCache own() throws IOException {
    FeatureCache cache = own;
    if (cache == null) {
      cache = FeatureCache.temporary();
      own = cache;
    }
    return cache;
  }

  ItemDigests digests() {
    return digests;
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }
}
