package org.graft4j.runtime;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Looks at a file before it is read, so that all say alike what is wrong with its place. */
public final class InputFile {
  private InputFile() {}

  /**
   * Checks that there is something to be read as a file.
   *
   * @param what it must be, with its article, say {@code "a file of predictions"}
   * @throws NoSuchFileException if nothing is there
   * @throws FileSystemException if it is a folder
   */
  public static void require(Path file, String what) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "must be " + what + ", but is a folder");
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file; name " + what);
    }
  }
}
