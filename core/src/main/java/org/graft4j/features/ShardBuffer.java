package org.graft4j.features;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.graft4j.runtime.AtomicFile;

/** Rows on their way into a shard. Confined to one thread. */
final class ShardBuffer implements AtomicFile.Content {
  private static final int CHUNK = 1 << 16;

  private final FeatureSpace space;
  private final int capacity;
  private final Map<RowKey, Integer> checksums = new LinkedHashMap<>();
  private byte[] rows = new byte[0];

  /**
   * Nothing yet.
   *
   * @param capacity rows that fit, positive
   */
  ShardBuffer(FeatureSpace space, int capacity) {
    this.space = space;
    this.capacity = capacity;
  }

  boolean isFull() {
    return count() == capacity;
  }

  int capacity() {
    return capacity;
  }

  int count() {
    return checksums.size();
  }

  /** Bytes of the shard that this would be. */
  long size() {
    return Shard.size(count(), space.rowBytes());
  }

  /** Adds a row unless one of its key is there. */
  void add(RowKey key, ByteBuffer source, int from) {
    if (checksums.containsKey(key)) {
      return;
    }
    int bytes = space.rowBytes();
    int at = count() * bytes;
    if (at + bytes > rows.length) {
      long wanted = Math.max(2L * rows.length, at + (long) bytes);
      rows = Arrays.copyOf(rows, (int) Math.min(wanted, (long) capacity * bytes));
    }
    source.get(from, rows, at, bytes);
    checksums.put(key, Shard.checksum(key, ByteBuffer.wrap(rows, at, bytes)));
  }

  /** Forgets the rows and keeps the memory for the next ones. */
  void clear() {
    checksums.clear();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer head = ByteBuffer.allocate((int) Shard.rowsAt(count()));
    head.order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(Shard.MAGIC).putInt(count()).putInt(space.rowBytes()).put(space.digest());
    head.position(Shard.HEADER);
    checksums.forEach((key, crc) -> head.putLong(key.high()).putLong(key.low()).putInt(crc));
    CRC32C crc = new CRC32C();
    crc.update(head.slice(0, Shard.CHECKSUM_AT));
    crc.update(head.slice(Shard.HEADER, count() * Shard.INDEX_ENTRY));
    head.putInt(Shard.CHECKSUM_AT, (int) crc.getValue());
    out.write(head.array());
    // In chunks: a channel keeps a copy outside the heap as large as the largest write.
    int length = count() * space.rowBytes();
    for (int from = 0; from < length; from += CHUNK) {
      out.write(rows, from, Math.min(CHUNK, length - from));
    }
  }
}
