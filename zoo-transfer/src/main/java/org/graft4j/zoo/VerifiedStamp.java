package org.graft4j.zoo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.zoo.format.WeightsFile;

/**
 * A note beside a weights file: with this size and this time of its last change it had this digest.
 * As long as both are the same, the file is not hashed again.
 *
 * <p>A file system's clock may be coarse: a stamp that was written within two seconds of the file's
 * change vouches for nothing, since a second change may have the same time.
 */
final class VerifiedStamp {
  static final String NAME = "verified";

  private static final String FORM = "graft4j-verified-1";
  private static final long MOST_BYTES = 1 << 12;
  private static final Duration COARSE = Duration.ofSeconds(2);

  private VerifiedStamp() {}

  /**
   * Opens a file with its digest: the one of the stamp, if that holds, else hashed, and stamped if
   * it is the wanted one.
   *
   * @param sha256 the digest that the file should have
   */
  static WeightsFile open(Path file, String sha256) throws IOException {
    BasicFileAttributes before = attributes(file);
    if (vouches(file, before, sha256)) {
      return WeightsFile.open(file, sha256);
    }
    WeightsFile weights = WeightsFile.open(file);
    if (weights.sha256().equals(sha256) && sameAs(before, attributes(file))) {
      try {
        write(file, sha256);
      } catch (IOException e) {
        // A folder that cannot be written to: the file is hashed each time.
      }
    }
    return weights;
  }

  /** Stamps a file that was hashed just now. */
  static void write(Path file, String sha256) throws IOException {
    BasicFileAttributes now = attributes(file);
    List<String> lines =
        List.of(
            FORM,
            sha256,
            Long.toString(now.size()),
            now.lastModifiedTime().toInstant().toString(),
            Long.toString(System.currentTimeMillis()));
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.replace(stamp(file), out -> out.write(bytes));
  }

  private static boolean vouches(Path file, BasicFileAttributes now, String sha256)
      throws IOException {
    Path stamp = stamp(file);
    if (!Files.isRegularFile(stamp) || Files.size(stamp) > MOST_BYTES) {
      return false;
    }
    List<String> lines =
        new String(Files.readAllBytes(stamp), StandardCharsets.UTF_8).lines().toList();
    Instant changed = now.lastModifiedTime().toInstant();
    return lines.size() == 5
        && lines.get(0).equals(FORM)
        && lines.get(1).equals(sha256)
        && lines.get(2).equals(Long.toString(now.size()))
        && lines.get(3).equals(changed.toString())
        && lines.get(4).matches("\\d{1,18}")
        && Long.parseLong(lines.get(4)) > changed.plus(COARSE).toEpochMilli();
  }

  private static boolean sameAs(BasicFileAttributes a, BasicFileAttributes b) {
    return a.size() == b.size() && a.lastModifiedTime().equals(b.lastModifiedTime());
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  private static Path stamp(Path file) {
    return file.resolveSibling(NAME);
  }
}
