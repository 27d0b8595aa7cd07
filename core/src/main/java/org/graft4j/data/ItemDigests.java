package org.graft4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.graft4j.runtime.Sha256;

/**
 * The SHA-256 digests of picture files, each file read once: a run asks for the same ones several
 * times. A file whose size or time of change has moved meanwhile is read again. Lists are read on
 * all processors. Thread-safe; takes about 100 bytes a file.
 */
public final class ItemDigests {
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /** What a file looked like when it was read. */
  private record Stamp(long size, long modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
  }

  /** A digest and the state of the file that it is of. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(Stamp stamp, byte[] digest) {}

  /**
   * The digest of one file's bytes, 64 hexadecimal digits.
   *
   * @throws IOException if the file cannot be read
   */
  public String of(ImageItem item) throws IOException {
    return HexFormat.of().formatHex(content(item.file()));
  }

  /**
   * The digests of these items in their order; empty where the file cannot be read, whatever the
   * reason.
   */
  public List<Optional<String>> ofReadable(List<ImageItem> items) {
    List<Optional<String>> digests = new ArrayList<>(items.size());
    for (Future<byte[]> digest : submitted(items)) {
      Optional<String> hex;
      try {
        hex = Optional.of(HexFormat.of().formatHex(await(digest)));
      } catch (IOException e) {
        hex = Optional.empty(); // whoever decodes the picture says what is wrong with it
      }
      digests.add(hex);
    }
    return digests;
  }

  /**
   * The digest of a list, as {@link ItemDigest#of(List)} defines it.
   *
   * @throws IOException if a file cannot be read
   */
  public String of(List<ImageItem> items) throws IOException {
    MessageDigest digest = Sha256.digest();
    List<Future<byte[]>> contents = submitted(items);
    for (int i = 0; i < items.size(); i++) {
      ImageItem item = items.get(i);
      byte[] id = item.id().getBytes(StandardCharsets.UTF_8);
      // Lengths first, so that no two different lists are the same bytes.
      digest.update(ByteBuffer.allocate(8).putInt(id.length).putInt(item.label()).flip());
      digest.update(id);
      digest.update(await(contents.get(i)));
    }
    return Sha256.hex(digest);
  }

  /**
   * Whether the file still is the one whose digest was given, by its size and time of change; false
   * if none was given or it is gone.
   */
  public boolean current(ImageItem item) {
    Known before = known.get(item.file());
    try {
      return before != null && before.stamp().equals(Stamp.of(item.file()));
    } catch (IOException e) {
      return false;
    }
  }

  private List<Future<byte[]>> submitted(List<ImageItem> items) {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = WorkerThreads.start("graft4j-digest", threads);
    try {
      List<Future<byte[]>> digests = new ArrayList<>(items.size());
      for (ImageItem item : items) {
        digests.add(workers.submit(() -> content(item.file())));
      }
      return digests;
    } finally {
      workers.shutdown(); // what was handed in is still done
    }
  }

  private static byte[] await(Future<byte[]> digest) throws IOException {
    try {
      return digest.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while pictures were being read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("reading pictures failed: " + e.getCause(), e.getCause());
    }
  }

  private byte[] content(Path file) throws IOException {
    Stamp stamp = Stamp.of(file);
    Known before = known.get(file);
    if (before != null && before.stamp().equals(stamp)) {
      return before.digest();
    }
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    Known now = new Known(stamp, digest.digest());
    known.put(file, now);
    return now.digest();
  }
}
