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
import java.util.Optional;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one {@link FeatureSpace}: what is on disk, and what is being added.
 *
 * <p>The way of use: ask what is {@linkplain #missing missing}; {@linkplain #reserve reserve} room
 * for it; {@linkplain #put put} it as it is computed; {@linkplain #flush flush}; {@linkplain #read
 * read}. A row that was there may be absent when it is read, because its bytes were damaged: it is
 * to be computed again. Memory: an index of about 40 bytes a row, and one shard of 4 MiB at most
 * while rows are added. Thread-safe. After {@link #close} every call but {@link #space}, {@link
 * #rounded} and another close is an {@link IllegalStateException}.
 */
public final class FeatureRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureRows.class);
  private static final long SHARD_BYTES = 4L << 20;
  private static final int SHARD_ROWS = 1 << 14;

  /** Eviction goes by shards: one is to be a small part of the whole. */
  private static final int SHARDS_IN_BUDGET = 16;

  private final FeatureCache cache;
  private final FeatureSpace space;
  private final RowIndex index = new RowIndex();
  private final List<Shard> shards = new ArrayList<>();
  private final BitSet used = new BitSet();
  private final ShardBuffer pending;
  private long promised;
  private boolean storing;
  private boolean closed;

  /**
   * Rows read together.
   *
   * @param rows {@code [n, ...row shape]}, float, the caller's own; what absent rows hold is not
   *     defined
   * @param absent the places of the rows that were not there
   */
  public record Gathered(INDArray rows, BitSet absent) {}

  private FeatureRows(FeatureCache cache, FeatureSpace space) {
    this.cache = cache;
    this.space = space;
    long bytes = Math.min(SHARD_BYTES, cache.budget() / SHARDS_IN_BUDGET);
    long rows = Math.min(SHARD_ROWS, bytes / (space.rowBytes() + Shard.INDEX_ENTRY));
    this.pending = new ShardBuffer(space, (int) Math.max(1, rows));
  }

  static FeatureRows open(FeatureCache cache, FeatureSpace space) throws IOException {
    FeatureRows rows = new FeatureRows(cache, space);
    for (Path file : CacheDirectory.shards(cache.directory().folder(space))) {
      rows.openShard(file);
    }
    return rows;
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

  /** What these rows have in common. */
  public FeatureSpace space() {
    return space;
  }

  /**
   * Looks rows up, and counts hits and misses. Shards that hold one of them count as used now and
   * are not evicted by this cache until this is closed.
   *
   * @return the places in the list whose rows are not there
   */
  public synchronized BitSet missing(List<RowKey> keys) {
    requireOpen();
    BitSet missing = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      long place = index.find(keys.get(i));
      if (place == RowIndex.ABSENT) {
        missing.set(i);
      } else {
        use(shardOf(place));
      }
    }
    cache.found(keys.size() - missing.cardinality(), missing.cardinality());
    return missing;
  }

  /** As {@link #missing}, without counting or keeping what is there from eviction. */
  public synchronized BitSet absent(List<RowKey> keys) {
    requireOpen();
    BitSet absent = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      absent.set(i, index.find(keys.get(i)) == RowIndex.ABSENT);
    }
    return absent;
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
   * Promises room for more rows, in place of an earlier promise.
   *
   * @return false if they do not fit into the budget beside what is in use: then {@link #put} does
   *     nothing, and the rows are to be computed each time
   */
  public synchronized boolean reserve(int rows) {
    requireOpen();
    release();
    long fileCount = (rows + (long) pending.capacity() - 1) / pending.capacity();
    long bytes =
        Shard.size(rows, space.rowBytes())
            + fileCount * 2 * Shard.HEADER
            + space.description().length() * 4L;
    try {
      storing = cache.reserve(bytes);
    } catch (IOException e) {
      notStored(e);
    }
    promised = storing ? bytes : 0;
    return storing;
  }

  private void release() {
    cache.release(promised);
    promised = 0;
    storing = false;
  }

  /**
   * Adds rows, if room was promised for them. They can be read after {@link #flush}.
   *
   * @param keys one a row
   * @param rows {@code [n, ...row shape]} with at least as many rows as there are keys, float and
   *     finite
   */
  public synchronized void put(List<RowKey> keys, INDArray rows) {
    requireOpen();
    if (!storing) {
      return;
    }
    INDArray typed = rows.castTo(space.precision().type());
    INDArray packed = typed.ordering() == 'c' && !typed.isView() ? typed : typed.dup('c');
    try {
      add(keys, RowBytes.of(packed));
    } finally {
      if (packed != typed) {
        packed.close();
      }
      if (typed != rows) {
        typed.close();
      }
    }
  }

  private void add(List<RowKey> keys, ByteBuffer rows) {
    for (int i = 0; i < keys.size() && storing; i++) {
      pending.add(keys.get(i), rows, i * space.rowBytes());
      if (pending.isFull()) {
        flush();
      }
    }
  }

  /** Writes the rows that were put, so that they can be read. */
  public synchronized void flush() {
    requireOpen();
    if (pending.count() == 0) {
      return;
    }
    long bytes = pending.size();
    try {
      Optional<Path> file =
          cache
              .directory()
              .publish(space, bytes, pending, cache.pinned()::contains, cache::removedShard);
      if (file.isPresent()) {
        cache.wrote(bytes);
        if (openShard(file.get())) {
          use(shards.size() - 1);
        }
      } else {
        LOG.info("the feature cache is full of rows in use: the others are computed each time");
        storing = false;
      }
    } catch (IOException e) {
      notStored(e);
    }
    pending.clear();
    long kept = Math.min(promised, bytes);
    cache.release(kept);
    promised -= kept;
  }

  private void notStored(IOException e) {
    LOG.warn("the feature cache cannot be written, and goes on without: {}", e.getMessage());
    storing = false;
  }

  /** Reads rows, each compared with its checksum. */
  public synchronized Gathered read(List<RowKey> keys) {
    requireOpen();
    long[] shape =
        LongStream.concat(
                LongStream.of(keys.size()), space.rowShape().stream().mapToLong(Long::longValue))
            .toArray();
    INDArray stored = Nd4j.createUninitializedDetached(space.precision().type(), 'c', shape);
    ByteBuffer target = RowBytes.of(stored);
    BitSet absent = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      if (!copy(keys.get(i), target, i * space.rowBytes())) {
        absent.set(i);
      }
    }
    if (space.precision() == Precision.FLOAT32) {
      return new Gathered(stored, absent);
    }
    try (stored) {
      return new Gathered(stored.castTo(DataType.FLOAT), absent);
    }
  }

  private boolean copy(RowKey key, ByteBuffer target, int at) {
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

  /**
   * What {@link #read} would give for these rows: rounded if the precision is lower. A run that
   * computes a row and one that reads it see the same numbers.
   *
   * @param rows float; not changed
   * @return the same array if nothing is rounded, else one of the caller's own
   */
  public INDArray rounded(INDArray rows) {
    if (space.precision() == Precision.FLOAT32) {
      return rows;
    }
    try (INDArray stored = rows.castTo(space.precision().type())) {
      return stored.castTo(DataType.FLOAT);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "these rows of the feature cache were closed: ask FeatureCache.rows for them again");
    }
  }

  /** Writes what was put and lets go of the files; nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    flush();
    closed = true;
    release();
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
    cache.closed(this);
  }
}
