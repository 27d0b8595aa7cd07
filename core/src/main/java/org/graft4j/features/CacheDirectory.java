package org.graft4j.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.graft4j.runtime.AtomicFile;

/**
 * The files of a cache: {@code spaces/NAME/space.txt} and {@code spaces/NAME/*.rows}, {@code
 * pictures/readable} and {@code lock}. Knows sizes, ages and the budget, and nothing of rows. What
 * else lies in the folder is neither counted nor touched. Thread-safe.
 */
final class CacheDirectory {
  private static final String SHARD = ".rows";
  private static final String TEMPORARY = ".tmp";
  private static final String DESCRIPTION = "space.txt";
  private static final int DESCRIPTION_READ_AT_MOST = 1 << 16;
  private static final int NAME_BYTES = 16;

  private final Path root;
  private final long budget;

  /** A file of ours; {@code used} is the time of the last use of a shard. */
  record Stored(Path file, long bytes, FileTime used) {}

  /** Makes the folder if it is not there. */
  CacheDirectory(Path root, long budget) throws IOException {
    this.root = root;
    this.budget = budget;
    Files.createDirectories(spaces());
  }

  private Path spaces() {
    return root.resolve("spaces");
  }

  private Path pictures() {
    return root.resolve("pictures").resolve("readable");
  }

  long budget() {
    return budget;
  }

  /** The folder of a space, be it there or not. */
  Path folder(FeatureSpace space) {
    return spaces().resolve(HexFormat.of().formatHex(space.digest(), 0, NAME_BYTES));
  }

  /** The shards in a folder; none if it is not there. */
  static List<Path> shards(Path folder) throws IOException {
    return list(folder).stream().filter(f -> f.toString().endsWith(SHARD)).toList();
  }

  /** Sorted; empty if the folder is gone, be it meanwhile. */
  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private List<Stored> files() throws IOException {
    List<Stored> all = new ArrayList<>();
    add(all, pictures());
    for (Path folder : list(spaces())) {
      for (Path file : list(folder)) {
        add(all, file);
      }
    }
    return all;
  }

  private static void add(List<Stored> all, Path file) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      if (facts.isRegularFile()) {
        all.add(new Stored(file, facts.size(), facts.lastModifiedTime()));
      }
    } catch (NoSuchFileException e) {
      // Another process removed it.
    }
  }

  private static boolean isShard(Stored stored) {
    return stored.file().toString().endsWith(SHARD);
  }

  /** Bytes of all files. */
  long size() throws IOException {
    return files().stream().mapToLong(Stored::bytes).sum();
  }

  /** What there is, in the order of the names. */
  List<StoredSpace> contents() throws IOException {
    List<StoredSpace> contents = new ArrayList<>();
    for (Path folder : list(spaces())) {
      List<Stored> files = new ArrayList<>();
      for (Path file : list(folder)) {
        add(files, file);
      }
      if (!files.isEmpty()) {
        contents.add(
            new StoredSpace(
                folder.getFileName().toString(),
                description(folder),
                (int) files.stream().filter(CacheDirectory::isShard).count(),
                files.stream().mapToLong(Stored::bytes).sum()));
      }
    }
    return contents;
  }

  private static String description(Path folder) throws IOException {
    Path file = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file) || Files.size(file) > DESCRIPTION_READ_AT_MOST) {
      return "";
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Bytes that stay whatever is evicted. */
  long kept(Predicate<Path> pinned) throws IOException {
    return files().stream()
        .filter(f -> !isShard(f) || pinned.test(f.file()))
        .mapToLong(Stored::bytes)
        .sum();
  }

  /**
   * Writes a shard and makes room for it.
   *
   * @param bytes of the shard
   * @param evicted told of each shard that was removed
   * @return its file; empty if there is no room even without all that is not pinned
   */
  Optional<Path> publish(
      FeatureSpace space,
      long bytes,
      AtomicFile.Content content,
      Predicate<Path> pinned,
      Runnable evicted)
      throws IOException {
    byte[] description = space.description().getBytes(StandardCharsets.UTF_8);
    return locked(
        () -> {
          if (!makeRoom(bytes + description.length, pinned, evicted)) {
            return Optional.empty();
          }
          Path folder = Files.createDirectories(folder(space));
          if (!Files.exists(folder.resolve(DESCRIPTION))) {
            AtomicFile.replace(folder.resolve(DESCRIPTION), out -> out.write(description));
          }
          Path file = folder.resolve(UUID.randomUUID() + SHARD);
          AtomicFile.write(file, false, content);
          return Optional.of(file);
        });
  }

  private <T> T locked(CacheLock.Action<T> action) throws IOException {
    return CacheLock.holding(
        root.resolve("lock"),
        () -> {
          sweep();
          return action.run();
        });
  }

  /** Everything is written under the lock: what is still temporary was left by a crash. */
  private void sweep() throws IOException {
    List<Path> folders = new ArrayList<>(list(spaces()));
    folders.add(pictures().getParent());
    for (Path folder : folders) {
      for (Path file : list(folder)) {
        String name = file.getFileName().toString();
        if (name.startsWith(".graft4j-") && name.endsWith(TEMPORARY)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private boolean makeRoom(long bytes, Predicate<Path> pinned, Runnable evicted)
      throws IOException {
    List<Stored> files = files();
    long total = files.stream().mapToLong(Stored::bytes).sum();
    List<Stored> oldest =
        files.stream()
            .filter(f -> isShard(f) && !pinned.test(f.file()))
            .sorted(Comparator.comparing(Stored::used))
            .toList();
    long free = budget - total;
    long evictable = oldest.stream().mapToLong(Stored::bytes).sum();
    if (free + evictable < bytes) {
      return false; // nothing is thrown away in vain
    }
    for (Stored stored : oldest) {
      if (free >= bytes) {
        break;
      }
      Files.deleteIfExists(stored.file());
      removeIfEmpty(stored.file().getParent());
      evicted.run();
      free += stored.bytes();
    }
    return free >= bytes;
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    if (shards(folder).isEmpty()) {
      Files.deleteIfExists(folder.resolve(DESCRIPTION));
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        // Someone keeps a file of their own there.
      }
    }
  }

  /** The list of known pictures; empty if there is none. */
  Optional<byte[]> knownPictures(int atMost) throws IOException {
    Path file = pictures();
    return Files.isRegularFile(file) && Files.size(file) <= atMost
        ? Optional.of(Files.readAllBytes(file))
        : Optional.empty();
  }

  /**
   * Replaces the list of known pictures by what another one is made of, which others may have
   * written meanwhile; false if there is no room for it.
   *
   * @param merge from what {@link #knownPictures} gives now to what is to be there
   */
  boolean updateKnownPictures(
      int atMost,
      Function<Optional<byte[]>, byte[]> merge,
      Predicate<Path> pinned,
      Runnable evicted)
      throws IOException {
    return locked(
        () -> {
          byte[] content = merge.apply(knownPictures(atMost));
          if (!makeRoom(content.length, pinned, evicted)) {
            return false;
          }
          Files.createDirectories(pictures().getParent());
          AtomicFile.replace(pictures(), out -> out.write(content));
          return true;
        });
  }

  /** Removes all shards, descriptions and the list of pictures; gives the bytes that were freed. */
  long clear() throws IOException {
    return locked(
        () -> {
          long before = size();
          for (Path folder : list(spaces())) {
            for (Path file : shards(folder)) {
              Files.deleteIfExists(file);
            }
            removeIfEmpty(folder);
          }
          Files.deleteIfExists(pictures());
          return before - size();
        });
  }
}
