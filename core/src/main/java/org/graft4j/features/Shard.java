package org.graft4j.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file with some rows of one space, open for reading.
 *
 * <p>Little-endian: a header of 64 bytes (magic with version, count, bytes a row, digest of the
 * space, at its end the CRC32C of header and index), an index of 20 bytes a row (its key and its
 * CRC32C), zeros up to a multiple of 64, the rows. Never changed once it is written.
 */
final class Shard implements AutoCloseable {
  /** "G4JROWS1" as its bytes stand in the file; another layout gets another digit. */
  static final long MAGIC = 0x3153574f524a3447L;

  static final int HEADER = 64;
  static final int CHECKSUM_AT = HEADER - Integer.BYTES;
  static final int INDEX_ENTRY = 20;

  /**
   * Mapped pages count as the process's memory, which is not to grow with the data: beyond this
   * many bytes shards are read through their channels.
   */
  private static final long MAPPED_AT_MOST = 8L << 20;

  private final Path file;
  private final FileChannel channel;
  private final @Nullable MappedByteBuffer mapped;
  private final AtomicLong mappedBytes;
  private final int rowBytes;
  private final long rowsAt;
  private final int[] checksums;

  private Shard(
      Path file,
      FileChannel channel,
      @Nullable MappedByteBuffer mapped,
      AtomicLong mappedBytes,
      int rowBytes,
      int[] checksums) {
    this.file = file;
    this.channel = channel;
    this.mapped = mapped;
    this.mappedBytes = mappedBytes;
    this.rowBytes = rowBytes;
    this.rowsAt = rowsAt(checksums.length);
    this.checksums = checksums;
  }

  /** Where the rows of a shard with so many begin. */
  static long rowsAt(long count) {
    return (HEADER + count * INDEX_ENTRY + 63) / 64 * 64;
  }

  /** Bytes of a shard. */
  static long size(long count, long rowBytes) {
    return rowsAt(count) + count * rowBytes;
  }

  /**
   * Opens a file and hands its keys to the index.
   *
   * @param number what the index is to call this shard
   * @param mappedBytes how much is mapped by all shards; this one's are added
   * @throws DamagedShardException if it is not a whole shard of this space
   * @throws IOException if it cannot be read
   */
  static Shard open(
      Path file, FeatureSpace space, int number, RowIndex index, AtomicLong mappedBytes)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long length = channel.size();
      ByteBuffer header = read(channel, 0, HEADER, length);
      int count = header.getInt(8);
      byte[] digest = new byte[32];
      header.get(16, digest);
      // Nothing is taken for a count that the file's own length does not bear out.
      if (header.getLong(0) != MAGIC
          || count <= 0
          || header.getInt(12) != space.rowBytes()
          || !Arrays.equals(digest, space.digest())
          || length != size(count, space.rowBytes())
          || length > Integer.MAX_VALUE) {
        throw new DamagedShardException("its header does not fit it");
      }
      ByteBuffer entries = read(channel, HEADER, count * INDEX_ENTRY, length);
      CRC32C crc = new CRC32C();
      crc.update(header.slice(0, CHECKSUM_AT));
      crc.update(entries.duplicate());
      if ((int) crc.getValue() != header.getInt(CHECKSUM_AT)) {
        throw new DamagedShardException("its index was changed");
      }
      int[] checksums = new int[count];
      for (int row = 0; row < count; row++) {
        int at = row * INDEX_ENTRY;
        RowKey key = new RowKey(entries.getLong(at), entries.getLong(at + 8));
        index.put(key, (long) number << 32 | row);
        checksums[row] = entries.getInt(at + 16);
      }
      return new Shard(
          file,
          channel,
          map(channel, length, mappedBytes),
          mappedBytes,
          space.rowBytes(),
          checksums);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable MappedByteBuffer map(
      FileChannel channel, long length, AtomicLong mappedBytes) throws IOException {
    if (mappedBytes.addAndGet(length) > MAPPED_AT_MOST) {
      mappedBytes.addAndGet(-length);
      return null;
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
  }

  private static ByteBuffer read(FileChannel channel, long from, int bytes, long length)
      throws IOException {
    if (from + bytes > length) {
      throw new DamagedShardException("it is cut off");
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new DamagedShardException("it is cut off");
      }
    }
    return buffer.flip();
  }

  /**
   * Copies a row.
   *
   * @param target written from {@code at}, a row's bytes
   * @return whether what was copied is what was once stored
   * @throws IOException if reading fails, which says nothing about the row
   */
  boolean copy(int row, ByteBuffer target, int at) throws IOException {
    long from = rowsAt + (long) row * rowBytes;
    if (mapped != null) {
      try {
        target.put(at, mapped, (int) from, rowBytes);
      } catch (InternalError e) {
        return false; // someone cut off the mapped file
      }
    } else {
      ByteBuffer part = target.slice(at, rowBytes);
      while (part.hasRemaining()) {
        if (channel.read(part, from + part.position()) < 0) {
          return false;
        }
      }
    }
    // The copy is compared, not the file: what is used is what was checked.
    CRC32C crc = new CRC32C();
    crc.update(target.slice(at, rowBytes));
    return (int) crc.getValue() == checksums[row];
  }

  Path file() {
    return file;
  }

  /** Lets go of the file; what is mapped goes with the garbage. */
  @Override
  public void close() throws IOException {
    if (mapped != null) {
      mappedBytes.addAndGet(-mapped.capacity());
    }
    channel.close();
  }
}
