package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Folders of weights that nobody sees: on the way in, on the way out, or left by a process that
 * died. Only what is of this library's making is ever deleted; links are not followed.
 */
final class SetAside {
  private static final String BEGIN = ".part-";

  /** Of all formats, those of earlier versions of this library too. */
  private static final Pattern OURS =
      Pattern.compile(
          Pattern.quote(WeightsFolder.WEIGHTS)
              + "(safetensors|pth|npy|npz|h5|hdf5|zip|dl4j)"
              + "|\\.graft4j-.*\\.tmp");

  /** Longer than any install takes: the download itself is not in such a folder. */
  private static final Duration ORPHANED = Duration.ofDays(1);

  private SetAside() {}

  /** A name for one, beside the weights. */
  static Path in(Path folder) {
    return folder.resolve(BEGIN + UUID.randomUUID());
  }

  /** Deletes those that somebody left a day ago or more. */
  static void sweep(Path folder) throws IOException {
    FileTime young = FileTime.from(Instant.now().minus(ORPHANED));
    for (Path entry : entries(folder)) {
      if (entry.getFileName().toString().startsWith(BEGIN)) {
        try {
          sweepIfOlder(entry, young);
        } catch (IOException e) {
          // Another user's, or another process is at it: no reason to fetch or import nothing.
        }
      }
    }
  }

  private static void sweepIfOlder(Path aside, FileTime young) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(aside, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory() && attributes.lastModifiedTime().compareTo(young) < 0) {
      deleteOurs(aside);
      if (foreign(aside).isEmpty()) {
        Files.deleteIfExists(aside);
      }
    }
  }

  /**
   * Deletes one, or unlinks it if it is a link. What is not ours in it goes to another folder.
   *
   * @param keep made if it is needed
   * @return what is not ours, where it is now; of a link its target
   */
  static List<Path> delete(Path aside, Path keep) throws IOException {
    if (Files.isSymbolicLink(aside)) {
      Path target = aside.toRealPath();
      Files.delete(aside);
      return List.of(target);
    }
    if (!Files.isDirectory(aside)) {
      return List.of();
    }
    deleteOurs(aside);
    List<Path> kept = new ArrayList<>();
    for (Path entry : foreign(aside)) {
      Files.createDirectories(keep);
      kept.add(Files.move(entry, keep.resolve(entry.getFileName())));
    }
    Files.deleteIfExists(aside);
    return List.copyOf(kept);
  }

  private static void deleteOurs(Path directory) throws IOException {
    for (Path entry : entries(directory)) {
      if (isOurs(entry)) {
        Files.deleteIfExists(entry);
      }
    }
  }

  private static List<Path> foreign(Path directory) throws IOException {
    List<Path> foreign = entries(directory);
    foreign.removeIf(SetAside::isOurs);
    return foreign;
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(all::add);
    }
    Collections.sort(all);
    return all;
  }

  private static boolean isOurs(Path entry) {
    String name = entry.getFileName().toString();
    return !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
        && (name.equals(WeightsFolder.CARD)
            || name.equals(VerifiedStamp.NAME)
            || OURS.matcher(name).matches());
  }
}
