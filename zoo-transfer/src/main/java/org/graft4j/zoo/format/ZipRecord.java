package org.graft4j.zoo.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * One record of a zip file, stored or deflated.
 *
 * <p>Deflated bytes are inflated as they are read, from the first one on, and not kept; {@link
 * Unpacked} keeps them for several tensors. Only records that are used are unpacked at all, after
 * {@link #verify} has refused those that claim to grow beyond reason.
 *
 * @param name its full name in the archive
 * @param packed the bytes in the file
 * @param deflated whether they are deflated; else stored as they are
 * @param length the number of bytes unpacked, as declared; true once {@link #verify} has returned
 * @param crc the declared CRC-32 of the unpacked bytes
 */
record ZipRecord(String name, WeightsSource.Slice packed, boolean deflated, long length, long crc)
    implements ByteRegion {
  private static final int CHUNK_BYTES = 1 << 16;

  /** Weights hardly compress, text tenfold; what claims to grow more than this is a bomb. */
  private static final long HIGHEST_RATIO = 100;

  private static final long SMALL_ENOUGH = 1 << 20;

  @Override
  public InputStream open(long offset) throws IOException {
    if (!deflated) {
      return packed.open(offset);
    }
    InputStream inflating = new Inflating(packed.open(0));
    try {
      inflating.skipNBytes(offset);
    } catch (IOException failure) {
      inflating.close();
      throw failure;
    }
    return inflating;
  }

  /**
   * Reads the record once and compares length and CRC with what is declared. (The JDK's {@code
   * ZipFile} does not compute CRCs.)
   */
  void verify() throws IOException {
    if (length > SMALL_ENOUGH && length / HIGHEST_RATIO > packed.length()) {
      throw packed
          .source()
          .refuse(
              String.format(
                  Locale.ROOT,
                  "record %s claims to grow from %d to %d bytes",
                  quotedName(),
                  packed.length(),
                  length));
    }
    CRC32 computed = new CRC32();
    long left = length;
    byte[] chunk = new byte[(int) Math.max(1, Math.min(CHUNK_BYTES, length))];
    try (InputStream in = open(0)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        computed.update(chunk, 0, n);
        left -= n;
        if (left < 0) {
          break;
        }
      }
    } catch (ZipException | EOFException damaged) {
      throw packed
          .source()
          .refuse(String.format(Locale.ROOT, "record %s cannot be unpacked", quotedName()));
    }
    if (left != 0 || computed.getValue() != crc) {
      throw packed
          .source()
          .refuse(
              String.format(
                  Locale.ROOT, "record %s does not have its length and CRC", quotedName()));
    }
  }

  private String quotedName() {
    return WeightsFormatException.quote(name);
  }

  /** Frees the inflater's native memory on closing, which its stream leaves to its maker. */
  private static final class Inflating extends FilterInputStream {
    private final Inflater inflater;

    Inflating(InputStream packed) {
      this(packed, new Inflater(true));
    }

    private Inflating(InputStream packed, Inflater inflater) {
      super(new InflaterInputStream(packed, inflater));
      this.inflater = inflater;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        inflater.end();
      }
    }
  }
}
