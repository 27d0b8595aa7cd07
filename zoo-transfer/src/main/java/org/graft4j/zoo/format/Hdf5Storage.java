package org.graft4j.zoo.format;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Locale;

/**
 * What jHDF reads from. All structures of an HDF5 file are fetched through here, so that this is
 * where their claims end: nothing beyond the file, no memory before the bytes are known to be
 * there, and a budget of reads and bytes, on which trees that lead back into themselves run out.
 */
final class Hdf5Storage implements HdfBackingStorage {
  /** A tensor takes about forty; a network of a thousand layers stays below. */
  private static final int MOST_READS = 200_000;

  private static final long MOST_BYTES = 256L << 20;
  private static final long LONGEST_STRUCTURE = 32L << 20;
  private static final int SUPERBLOCK_BYTES = 2048;
  private static final int BLOCK_BYTES = 1 << 15;
  private static final int ALIGNMENT = 1 << 12;

  private final WeightsSource source;
  private final Superblock superblock;
  private int reads;
  private long bytes;

  /** What was read last, since structures lie together and are some bytes each. */
  private byte[] block = {};

  private long blockStart;

  Hdf5Storage(WeightsSource source) throws IOException {
    this.source = source;
    int start = (int) Math.min(SUPERBLOCK_BYTES, source.length());
    this.superblock = Superblock.readSuperblock(source.bytes(0, start, "superblock"));
    if (superblock.getBaseAddressByte() != 0
        || !isWidth(superblock.getSizeOfOffsets())
        || !isWidth(superblock.getSizeOfLengths())) {
      throw source.refuse("has an HDF5 superblock that no Keras writes");
    }
    if (superblock.getEndOfFileAddress() > source.length()) {
      throw source.refuse(
          String.format(
              Locale.ROOT,
              "has %d bytes where its HDF5 superblock asks for %s, so it is cut off",
              source.length(),
              Long.toUnsignedString(superblock.getEndOfFileAddress())));
    }
  }

  /** The lengths of addresses and of sizes that the HDF5 library writes. */
  private static boolean isWidth(int bytes) {
    return bytes == Integer.BYTES || bytes == Long.BYTES;
  }

  WeightsSource source() {
    return source;
  }

  /** What the file has been asked for in vain; jHDF wraps it, and {@link Hdf5Reader} unwraps it. */
  static final class Refused extends RuntimeException {
    Refused(String what) {
      super(what);
    }
  }

  /** Whether the file has that many bytes from an address on. */
  boolean holds(long address, long length) {
    return address >= 0 && length >= 0 && length <= source.length() - address;
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return map(address, length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address, length);
  }

  /** A copy of those bytes, least significant byte first; the file itself is not mapped. */
  @Override
  public ByteBuffer map(long address, long length) {
    if (!holds(address, length)) {
      throw new Refused(
          String.format(
              Locale.ROOT,
              "its structures lead to %s bytes at %s, out of its %d bytes",
              Long.toUnsignedString(length),
              Long.toUnsignedString(address),
              source.length()));
    }
    reads++;
    bytes += length;
    if (reads > MOST_READS || bytes > MOST_BYTES || length > LONGEST_STRUCTURE) {
      throw new Refused("its structures have no end, or lead back into themselves");
    }
    long end = address + length;
    if (address < blockStart || end > blockStart + block.length) {
      blockStart = length > ALIGNMENT ? address : address / ALIGNMENT * ALIGNMENT;
      long most = Math.max(end, Math.min(source.length(), blockStart + BLOCK_BYTES));
      block = read(blockStart, (int) (most - blockStart));
    }
    ByteBuffer part = ByteBuffer.wrap(block, (int) (address - blockStart), (int) length);
    return part.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] read(long address, int length) {
    try (InputStream in = source.slice(address, length).open(0)) {
      return in.readNBytes(length);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public long getUserBlockSize() {
    return 0;
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("the file is read through this storage alone");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    // The source belongs to the weights file.
  }

  @Override
  public long size() {
    return source.length();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
