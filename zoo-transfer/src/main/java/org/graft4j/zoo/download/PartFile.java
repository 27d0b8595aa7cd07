package org.graft4j.zoo.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.graft4j.runtime.AtomicFile;
import org.graft4j.runtime.Sha256;

/**
 * What has come of a file, and beside it, in {@code NAME.from}, which version of which address it
 * is of. Survives the death of the process. Confined to one thread.
 *
 * @param file the bytes, from the first one on
 */
record PartFile(Path file) {
  private static final int BUFFER = 1 << 16;
  private static final long MOST_ORIGIN_BYTES = 1 << 14;

  /** Bytes that have come. */
  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** Begins anew with a version of an address. */
  void restart(URI url, Optional<String> version) throws IOException {
    discard();
    if (version.isPresent()) {
      byte[] lines = (url + "\n" + version.get() + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.replace(origin(), out -> out.write(lines));
    }
  }

  /** The version that the bytes are of, if they are of this address and it names versions. */
  Optional<String> versionAt(URI url) throws IOException {
    if (!Files.exists(origin()) || Files.size(origin()) > MOST_ORIGIN_BYTES) {
      return Optional.empty();
    }
    // Whoever damaged it gets a failed match, not a failed download.
    String text = new String(Files.readAllBytes(origin()), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    return lines.size() == 2 && lines.get(0).equals(url.toString())
        ? Optional.of(lines.get(1))
        : Optional.empty();
  }

  /** Opens it to write behind its last byte. */
  FileChannel append() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** SHA-256 of the bytes on the disk, in hexadecimal digits. */
  String sha256() throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(ByteBuffer.wrap(buffer, 0, n));
      }
    }
    return Sha256.hex(digest);
  }

  /** Throws the bytes away. */
  void discard() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(origin());
  }

  /** Forgets where the bytes are from, when they are whole. */
  void complete() throws IOException {
    Files.deleteIfExists(origin());
  }

  private Path origin() {
    return file.resolveSibling(file.getFileName() + ".from");
  }
}
