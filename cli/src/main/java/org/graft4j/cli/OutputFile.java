package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at a place before the work that ends in it. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Checks that a file can be put there.
   *
   * @param option that names it, for messages
   * @param overwrite whether one may be there already
   */
  static void require(String option, Path file, boolean overwrite) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(option + " must be a file, but " + file + " is a folder");
    }
    if (Files.exists(file) && !overwrite) {
      throw new IOException(file + " exists already; use --force to replace it");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("the folder of " + file + " does not exist: make it first");
    }
    requireTakesFiles(folder);
  }

  /** Tries it: of some folders, say those of /proc, the permissions do not tell. */
  private static void requireTakesFiles(Path folder) throws IOException {
    if (!Files.isWritable(folder)) {
      throw new IOException("no permission to write in " + folder);
    }
    Path trial = folder.resolve(".graft4j-" + UUID.randomUUID() + ".tmp");
    try {
      Files.createDirectory(trial);
    } catch (IOException e) {
      throw new IOException("nothing can be written in " + folder + ": name another folder", e);
    }
    Files.delete(trial);
  }

  /** Checks that a folder for several files is new or empty, unless its files may be replaced. */
  static void requireFolder(Path folder, boolean overwrite) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " must be a folder, but is a file");
    }
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there)) {
      throw new IOException(folder + " cannot be made: " + there + " is a file");
    }
    requireTakesFiles(there);
    if (overwrite || !Files.exists(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new IOException(folder + " is not empty; use --force to replace what is in it");
      }
    }
  }

  /**
   * Checks that a place is not inside of the folder that is read, by whatever links it is named.
   *
   * @param option that names the place
   * @param out may not be there yet
   * @param data null if none is read: then any place will do
   */
  static void requireOutside(String option, Path out, @Nullable Path data) throws IOException {
    if (data != null && Files.exists(data) && real(out).startsWith(data.toRealPath())) {
      throw new IOException(
          option + " must lie outside of " + data + ", but was " + out + ": name another folder");
    }
  }

  private static Path real(Path path) throws IOException {
    Path whole = path.toAbsolutePath();
    Path there = whole;
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent(), "the root is always there");
    }
    return there.toRealPath().resolve(there.relativize(whole)).normalize();
  }
}
