package org.graft4j.zoo.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * An open weights file: where the bytes come from and whom a complaint names.
 *
 * <p>Reads are positional and share no state, so that tensors can be read by several threads. The
 * file is not mapped: a mapped file that shrinks kills the JVM.
 */
final class WeightsSource implements ByteRegion, Closeable {
  private static final String OTHER_COPY = "get an intact copy of it";
  private static final int COPY_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long length;

  private WeightsSource(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.length = channel.size();
  }

  static WeightsSource open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "no such weights file; check the path and its spelling");
    }
    if (!Files.isRegularFile(file)) {
      throw new WeightsFormatException(file, "is not a file", "name the weights file itself");
    }
    return new WeightsSource(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  Path file() {
    return file;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open(long offset) {
    return slice(0, length).open(offset);
  }

  /** Part of the file. The caller has checked that the file has these bytes. */
  Slice slice(long start, long count) {
    Objects.checkFromIndexSize(start, count, length);
    return new Slice(this, start, count);
  }

  /** Reads a few bytes of a fixed structure, least significant byte first. */
  ByteBuffer bytes(long start, int count, String what) throws IOException {
    if (start < 0 || start > length - count) {
      throw refuse("ends within its " + what + ", so it is cut off or damaged");
    }
    try (InputStream in = slice(start, count).open(0)) {
      return ByteBuffer.wrap(in.readNBytes(count)).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  void digest(MessageDigest digest) throws IOException {
    byte[] chunk = new byte[COPY_BYTES];
    try (InputStream in = open(0)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
    }
  }

  WeightsFormatException refuse(String what, String remedy) {
    return new WeightsFormatException(file, what, remedy);
  }

  WeightsFormatException refuse(String what) {
    return refuse(what, OTHER_COPY);
  }

  /** For values that are in memory already. */
  void requireOpen() throws ClosedChannelException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Some bytes of the file. */
  record Slice(WeightsSource source, long start, long length) implements ByteRegion {
    @Override
    public InputStream open(long offset) {
      return new SliceStream(this, Objects.checkIndex(offset, length + 1));
    }
  }

  private static final class SliceStream extends InputStream {
    private final Slice slice;
    private long position;

    SliceStream(Slice slice, long position) {
      this.slice = slice;
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, to.length);
      int wanted = (int) Math.min(count, slice.length - position);
      if (count == 0 || wanted <= 0) {
        return count == 0 ? 0 : -1;
      }
      WeightsSource source = slice.source;
      int got = source.channel.read(ByteBuffer.wrap(to, offset, wanted), slice.start + position);
      if (got < 0) {
        throw source.refuse("became shorter while it was read");
      }
      position += got;
      return got;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.max(0, Math.min(count, slice.length - position));
      position += skipped;
      return skipped;
    }
  }
}
