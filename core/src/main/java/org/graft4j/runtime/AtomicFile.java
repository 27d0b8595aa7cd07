package org.graft4j.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all, by way of a temporary file in the same folder: a reader sees
 * the old bytes or the new ones, also after a power failure. Its permissions are those of any new
 * file of the user.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Fills the file. */
  public interface Content {

    /** Writes all of it; the stream is buffered, and not to be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Puts the content in the place of a file that may be there.
   *
   * @see #write(Path, boolean, Content)
   */
  public static void replace(Path file, Content content) throws IOException {
    write(file, true, content);
  }

  /**
   * Writes the file. If that fails, or the content throws, what was there stays, and nothing else
   * is left behind.
   *
   * @param overwrite whether a file of that name is replaced
   * @throws FileAlreadyExistsException if it is there and is not to be replaced, or is a folder
   * @throws NoSuchFileException if its folder is not there
   * @throws IOException if it cannot be written: no permission, a full disk
   */
  public static void write(Path file, boolean overwrite, Content content) throws IOException {
    requireFree(file, overwrite);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          file.toString(), null, "cannot be written: there is no folder '" + folder + "'");
    }
    // Not createTempFile: that would leave the result readable for its owner alone.
    Path temporary = folder.resolve(".graft4j-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        content.writeTo(out);
        out.flush();
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
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Checks that a file can be put there, say before long work that ends in it.
   *
   * @throws FileAlreadyExistsException if it is there and is not to be replaced, or is a folder
   */
  public static void requireFree(Path file, boolean overwrite) throws FileAlreadyExistsException {
    if (Files.isDirectory(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "is a folder; name a file to write to");
    }
    if (!overwrite && Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "exists, and is not to be replaced; name another file");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its folder takes no files";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission to write in its folder";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null || e instanceof FileSystemException
        ? e.getClass().getSimpleName()
        : e.getMessage();
  }
}
