package org.graft4j.zoo.format;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A deflated record that many tensors share, inflated whole when the first of them is read.
 *
 * <p>Inflating has to start at the first byte, so that tensors which each began anew would take
 * time in the square of their number. The bytes are kept only while the heap has room for them.
 */
final class Unpacked implements ByteRegion {
  private static final int PAGE_BYTES = 1 << 18;

  private final ZipRecord record;

  /** Guarded by this. */
  private SoftReference<List<byte[]>> kept = new SoftReference<>(null);

  /** The record has been verified. */
  private Unpacked(ZipRecord record) {
    this.record = record;
  }

  /**
   * The bytes of a verified record for several tensors.
   *
   * @throws WeightsFormatException if they would take more than half of the heap
   */
  static ByteRegion of(ZipRecord record) throws WeightsFormatException {
    if (!record.deflated()) {
      return record;
    }
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (record.length() > most) {
      throw record
          .packed()
          .source()
          .refuse(
              "its record "
                  + WeightsFormatException.quote(record.name())
                  + " is compressed, and unpacked has "
                  + record.length()
                  + " bytes, more than the "
                  + most
                  + " that are half of Java's heap",
              "give Java a larger heap (-Xmx), or pack the zip anew without compression");
    }
    return new Unpacked(record);
  }

  @Override
  public long length() {
    return record.length();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    Objects.checkFromToIndex(offset, record.length(), record.length());
    record.packed().source().requireOpen();
    return new Pages(pages(), offset);
  }

  private synchronized List<byte[]> pages() throws IOException {
    List<byte[]> pages = kept.get();
    if (pages == null) {
      pages = new ArrayList<>();
      try (InputStream in = record.open(0)) {
        for (byte[] page = in.readNBytes(PAGE_BYTES);
            page.length > 0;
            page = in.readNBytes(PAGE_BYTES)) {
          pages.add(page);
        }
      }
      kept = new SoftReference<>(pages);
    }
    return pages;
  }

  /** Reads pages, all of which are full but the last. */
  private static final class Pages extends InputStream {
    private final List<byte[]> pages;
    private long position;

    Pages(List<byte[]> pages, long position) {
      this.pages = pages;
      this.position = position;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, to.length);
      int number = (int) (position / PAGE_BYTES);
      int start = (int) (position % PAGE_BYTES);
      if (count == 0) {
        return 0;
      }
      if (number >= pages.size() || start >= pages.get(number).length) {
        return -1;
      }
      int got = Math.min(count, pages.get(number).length - start);
      System.arraycopy(pages.get(number), start, to, offset, got);
      position += got;
      return got;
    }

    /** Past the end, too: reading there finds nothing. */
    @Override
    public long skip(long count) {
      long skipped = Math.max(0, Math.min(count, Long.MAX_VALUE - position));
      position += skipped;
      return skipped;
    }
  }
}
