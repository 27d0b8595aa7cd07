package org.graft4j.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
  private final StoredRows stored;
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

  private FeatureRows(FeatureCache cache, FeatureSpace space, StoredRows stored) {
    this.cache = cache;
    this.space = space;
    this.stored = stored;
    long bytes = Math.min(SHARD_BYTES, cache.budget() / SHARDS_IN_BUDGET);
    long rows = Math.min(SHARD_ROWS, bytes / (space.rowBytes() + Shard.INDEX_ENTRY));
    this.pending = new ShardBuffer(space, (int) Math.max(1, rows));
  }

  static FeatureRows open(FeatureCache cache, FeatureSpace space) throws IOException {
    return new FeatureRows(cache, space, StoredRows.open(cache, space));
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
      missing.set(i, !stored.use(keys.get(i)));
    }
    cache.found(keys.size() - missing.cardinality(), missing.cardinality());
    return missing;
  }

  /** As {@link #missing}, without counting or keeping what is there from eviction. */
  public synchronized BitSet absent(List<RowKey> keys) {
    requireOpen();
    BitSet absent = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      absent.set(i, !stored.has(keys.get(i)));
    }
    return absent;
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
        stored.add(file.get());
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
    INDArray read = Nd4j.createUninitializedDetached(space.precision().type(), 'c', shape);
    ByteBuffer target = RowBytes.of(read);
    BitSet absent = new BitSet();
    for (int i = 0; i < keys.size(); i++) {
      absent.set(i, !stored.copy(keys.get(i), target, i * space.rowBytes()));
    }
    if (space.precision() == Precision.FLOAT32) {
      return new Gathered(read, absent);
    }
    try (read) {
      return new Gathered(read.castTo(DataType.FLOAT), absent);
    }
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
    try (INDArray half = rows.castTo(space.precision().type())) {
      return half.castTo(DataType.FLOAT);
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
    stored.close();
    cache.closed(this);
  }
}
