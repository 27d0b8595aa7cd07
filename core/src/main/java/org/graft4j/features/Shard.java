package org.graft4j.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file with some rows of one space, open for reading.
 *
 * <p>Little-endian: a header of 64 bytes (magic with version, count, bytes a row, digest of the
 * space, at its end the CRC32C of header and index), an index of 20 bytes a row (its key, and the
 * CRC32C of key and numbers), zeros up to a multiple of 64, the rows. Never changed once it is
 * written.
 */
final class Shard implements AutoCloseable {
  /**
   * "G4JROWS2" as its bytes stand in the file; another layout gets another digit. In layout 1 a
   * row's checksum did not cover its key.
   */
  static final long MAGIC = 0x3253574f524a3447L;

  /** All of the magic but the digit, which is its highest byte. */
  private static final long MAGIC_WITHOUT_LAYOUT = 0x00ffffffffffffffL;

  static final int HEADER = 64;
  static final int CHECKSUM_AT = HEADER - Integer.BYTES;
  static final int INDEX_ENTRY = 20;
  private static final int CHECKSUM_IN_ENTRY = 2 * Long.BYTES;

  private final Path file;
  private final FileChannel channel;
  private final @Nullable MappedByteBuffer mapped;
  private final MappedRoom room;
  private final int rowBytes;
  private final long rowsAt;
  private final int[] checksums;

  private Shard(
      Path file,
      FileChannel channel,
      @Nullable MappedByteBuffer mapped,
      MappedRoom room,
      int rowBytes,
      int[] checksums) {
    this.file = file;
    this.channel = channel;
    this.mapped = mapped;
    this.room = room;
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
   * @param room what all shards may map together
   * @throws OtherLayoutException if another release wrote it
   * @throws DamagedShardException if it is not a whole shard of this space
   * @throws IOException if it cannot be read
   */
  static Shard open(Path file, FeatureSpace space, int number, RowIndex index, MappedRoom room)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long length = channel.size();
      ByteBuffer header = read(channel, 0, HEADER, length);
      int count = header.getInt(8);
      byte[] digest = new byte[32];
      header.get(16, digest);
      requireThisLayout(header.getLong(0));
      // Nothing is taken for a count that the file's own length does not bear out.
      if (count <= 0
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
        checksums[row] = entries.getInt(row * INDEX_ENTRY + CHECKSUM_IN_ENTRY);
      }
      Shard shard =
          new Shard(file, channel, room.map(channel, length), room, space.rowBytes(), checksums);
      // Last: the number goes to another shard if this one does not come about.
      for (int row = 0; row < count; row++) {
        int at = row * INDEX_ENTRY;
        RowKey key = new RowKey(entries.getLong(at), entries.getLong(at + Long.BYTES));
        index.put(key, (long) number << 32 | row);
      }
      return shard;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireThisLayout(long magic) throws IOException {
    if (magic == MAGIC) {
      return;
    }
    if ((magic & MAGIC_WITHOUT_LAYOUT) == (MAGIC & MAGIC_WITHOUT_LAYOUT)) {
      throw new OtherLayoutException((int) (magic >>> 56));
    }
    throw new DamagedShardException("it does not begin like a shard");
  }

  /** CRC32C of a row: of its key too, so that no row is taken for that of another picture. */
  static int checksum(RowKey key, ByteBuffer row) {
    ByteBuffer name = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C crc = new CRC32C();
    crc.update(name.putLong(key.high()).putLong(key.low()).flip());
    crc.update(row);
    return (int) crc.getValue();
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
   * @param key whose it is to be
   * @param target written from {@code at}, a row's bytes
   * @return whether what was copied is what was once stored
   * @throws IOException if reading fails, which says nothing about the row
   */
  boolean copy(int row, RowKey key, ByteBuffer target, int at) throws IOException {
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
    return checksum(key, target.slice(at, rowBytes)) == checksums[row];
  }

  Path file() {
    return file;
  }

  /** Lets go of the file; what is mapped goes with the garbage. */
  @Override
  public void close() throws IOException {
    if (mapped != null) {
      room.release(mapped.capacity());
    }
    channel.close();
  }
}
