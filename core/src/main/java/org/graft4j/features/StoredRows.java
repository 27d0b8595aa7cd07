package org.graft4j.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one space that are on disk: its shards, open for reading, and the index over them. A
 * shard that turns out damaged is dropped with all its rows. Confined to one thread.
 */
final class StoredRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoredRows.class);

  private final FeatureCache cache;
  private final FeatureSpace space;
  private final RowIndex index = new RowIndex();
  private final List<Shard> shards = new ArrayList<>();
  private final BitSet used = new BitSet();

  private StoredRows(FeatureCache cache, FeatureSpace space) {
    this.cache = cache;
    this.space = space;
  }

  /** Opens all shards that are there. */
  static StoredRows open(FeatureCache cache, FeatureSpace space) throws IOException {
    StoredRows rows = new StoredRows(cache, space);
    for (Path file : CacheDirectory.shards(cache.directory().folder(space))) {
      rows.openShard(file);
    }
    return rows;
  }

  /** Adds a shard that was just written; it counts as used. */
  void add(Path file) {
    if (openShard(file)) {
      use(shards.size() - 1);
    }
  }

  private boolean openShard(Path file) {
    try {
      shards.add(Shard.open(file, space, shards.size(), index, cache.mappedRoom()));
      return true;
    } catch (OtherLayoutException e) {
      LOG.debug("dropped shard {} of the feature cache: {}", file, e.getMessage());
      delete(file);
    } catch (DamagedShardException e) {
      LOG.warn("dropped damaged shard {} of the feature cache: {}", file, e.getMessage());
      delete(file);
    } catch (IOException e) {
      // Removed by another process meanwhile, or not ours to read: the rows are computed again.
      LOG.debug("cannot read shard {} of the feature cache: {}", file, e.getMessage());
    }
    return false;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot remove shard {}: {}", file, e.getMessage());
    }
  }

  /** Whether a row is there, as far as the index says. */
  boolean has(RowKey key) {
    return index.find(key) != RowIndex.ABSENT;
  }

  /** As {@link #has}; the row's shard counts as used now and is kept until this is closed. */
  boolean use(RowKey key) {
    long place = index.find(key);
    if (place == RowIndex.ABSENT) {
      return false;
    }
    use(shardOf(place));
    return true;
  }

  private static int shardOf(long place) {
    return (int) (place >>> 32);
  }

  private void use(int shard) {
    if (used.get(shard)) {
      return;
    }
    used.set(shard);
    Path file = shards.get(shard).file();
    cache.pinned().add(file);
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("cannot touch {}: {}", file, e.getMessage());
    }
  }

  /**
   * Copies a row, compared with its checksum.
   *
   * @param target written from {@code at}, a row's bytes
   * @return false if it is not there, or not any more
   */
  boolean copy(RowKey key, ByteBuffer target, int at) {
    long place = index.find(key);
    if (place == RowIndex.ABSENT) {
      return false;
    }
    int number = shardOf(place);
    Shard shard = shards.get(number);
    try {
      if (shard.copy((int) place, key, target, at)) {
        return true;
      }
    } catch (IOException e) {
      LOG.warn("cannot read {} of the feature cache: {}", shard.file(), e.getMessage());
      index.removeIf(p -> shardOf(p) == number);
      return false;
    }
    LOG.warn("dropped damaged shard {} of the feature cache: a row was changed", shard.file());
    cache.sawDamage(1);
    index.removeIf(p -> shardOf(p) == number);
    delete(shard.file());
    return false;
  }

  /** Lets go of the files. */
  @Override
  public void close() {
    used.stream().forEach(i -> cache.pinned().remove(shards.get(i).file()));
    used.clear();
    index.removeIf(p -> true);
    for (Shard shard : shards) {
      try {
        shard.close();
      } catch (IOException e) {
        LOG.debug("cannot close {}: {}", shard.file(), e.getMessage());
      }
    }
    shards.clear();
  }
}
