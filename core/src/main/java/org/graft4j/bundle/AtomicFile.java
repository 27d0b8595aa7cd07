package org.graft4j.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all, by way of a temporary file in the same folder. */
final class AtomicFile {
  private AtomicFile() {}

  /** Fills the file. */
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * @throws FileAlreadyExistsException if the file is there and must not be replaced
   * @throws IOException if it cannot be written; then nothing is left behind
   */
  static void write(Path file, boolean overwrite, Content content) throws IOException {
    requireFree(file, overwrite);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          file.toString(), null, "cannot be written: there is no folder '" + folder + "'");
    }
    Path temporary = null;
    try {
      temporary = Files.createTempFile(folder, ".graft4j-", ".tmp");
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      requireFree(file, overwrite);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot write '" + file + "': " + reason(e), e);
    } finally {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  static void requireFree(Path file, boolean overwrite) throws FileAlreadyExistsException {
    if (Files.isDirectory(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "is a folder; name a file to write to");
    }
    if (!overwrite && Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "exists; use --force to replace it, or name another file");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null || e instanceof FileSystemException
        ? e.getClass().getSimpleName()
        : e.getMessage();
  }
}
