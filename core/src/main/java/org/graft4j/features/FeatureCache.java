package org.graft4j.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.graft4j.data.ImageItem;
import org.graft4j.data.ItemDigests;
import org.graft4j.data.PictureAudit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that keeps what frozen trunks gave for pictures, within a budget of bytes.
 *
 * <p>Several processes may use one folder at once. Shards are written whole or not at all and never
 * changed; the least recently used ones go when a new one needs room, except those in which an open
 * {@link FeatureRows} of this cache has found or stored a row. Another cache over the same folder,
 * be it in this process, knows nothing of that and may remove them, as {@link #clear} does: what is
 * open here can then still be read, and is not there for whoever opens it next. (Windows removes no
 * open file: there the other one goes on without storing.) A cache that is full, unwritable or
 * damaged costs time and never changes a result.
 *
 * <p>Thread-safe.
 */
public final class FeatureCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

  /** 10 GiB: enough for the features of five million pictures of 512 numbers. */
  public static final long DEFAULT_BUDGET = 10L << 30;

  private final CacheDirectory directory;
  private final Path root;
  private final boolean temporary;
  private final ItemDigests digests = new ItemDigests();
  private final Pins pinned = new Pins();
  private final List<FeatureRows> open = new ArrayList<>();
  private final MappedRoom mappedRoom = new MappedRoom();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private final AtomicLong evicted = new AtomicLong();

  private FeatureCache(Path root, long budget, boolean temporary) throws IOException {
    if (budget < 0) {
      throw new IllegalArgumentException("budget must not be negative, but was " + budget);
    }
    this.root = root;
    this.temporary = temporary;
    this.directory = new CacheDirectory(root, budget);
  }

  /**
   * Opens a folder, which is made if it is not there.
   *
   * @param budget bytes that all files may take together; 0 keeps nothing
   * @throws IOException if the folder cannot be made
   */
  public static FeatureCache open(Path folder, long budget) throws IOException {
    return new FeatureCache(folder, budget, false);
  }

  /**
   * A cache of one's own in the folder for temporary files, gone when it is closed. Takes at most
   * half of what is free there.
   */
  public static FeatureCache temporary() throws IOException {
    Path folder = Files.createTempDirectory("graft4j-features");
    long free = Files.getFileStore(folder).getUsableSpace();
    return new FeatureCache(folder, Math.min(DEFAULT_BUDGET, free / 2), true);
  }

  /** Where it lies. */
  public Path folder() {
    return root;
  }

  /** Bytes that its files may take. */
  public long budget() {
    return directory.budget();
  }

  /** Bytes that its files take now. */
  public long size() throws IOException {
    return directory.size();
  }

  /** The rows of one space; to be closed after use. */
  public FeatureRows rows(FeatureSpace space) throws IOException {
    FeatureRows rows = FeatureRows.open(this, space);
    synchronized (open) {
      open.add(rows);
    }
    return rows;
  }

  /**
   * As {@link PictureAudit#of(List)}, without decoding what was decoded whole before by its content
   * and this release.
   */
  public PictureAudit audit(List<ImageItem> items) {
    return new KnownPictures(directory, pinned::contains, evicted::incrementAndGet)
        .audit(items, digests);
  }

  /** The digests of picture files, read once while this cache is open. */
  public ItemDigests digests() {
    return digests;
  }

  /** What it was worth so far. */
  public CacheStatistics statistics() {
    return new CacheStatistics(
        hits.get(), misses.get(), written.get(), damaged.get(), evicted.get());
  }

  /** The spaces on disk, in the order of their names. */
  public List<StoredSpace> spaces() throws IOException {
    return directory.contents();
  }

  /** Removes everything of ours in the folder, in use or not; gives the bytes that were freed. */
  public long clear() throws IOException {
    return directory.clear();
  }

  /** Writes what is still to be written and lets go of the files. */
  @Override
  public void close() throws IOException {
    List<FeatureRows> all;
    synchronized (open) {
      all = List.copyOf(open);
    }
    all.forEach(FeatureRows::close);
    if (temporary) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        LOG.warn("the temporary cache {} was not removed: {}", root, e.getMessage());
      }
    }
  }

  void closed(FeatureRows rows) {
    synchronized (open) {
      open.remove(rows);
    }
  }

  CacheDirectory directory() {
    return directory;
  }

  Pins pinned() {
    return pinned;
  }

  MappedRoom mappedRoom() {
    return mappedRoom;
  }

  void found(long there, long absent) {
    hits.addAndGet(there);
    misses.addAndGet(absent);
  }

  void wrote(long bytes) {
    written.addAndGet(bytes);
  }

  void sawDamage(long rows) {
    damaged.addAndGet(rows);
  }

  void removedShard() {
    evicted.incrementAndGet();
  }

  /**
   * Whether so many bytes fit beside what is pinned, promised and no shard; then they are promised.
   */
  synchronized boolean reserve(long bytes) throws IOException {
    if (bytes > budget() - directory.kept(pinned::contains) - reserved.get()) {
      return false;
    }
    reserved.addAndGet(bytes);
    return true;
  }

  void release(long bytes) {
    reserved.addAndGet(-bytes);
  }
}
