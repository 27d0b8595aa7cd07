package org.graft4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private void assertHoldsOnly(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void replace_newAndOldFile_holdsTheContentAndNothingElseIsThere() throws IOException {
    Path file = folder.resolve("a.bin");
    AtomicFile.replace(file, out -> out.write(new byte[100_000]));
    AtomicFile.replace(file, out -> out.write('x'));
    assertThat(file).hasContent("x");
    assertHoldsOnly(file);
  }

  /** A saved model or report is for whoever may read the user's files, not for its maker alone. */
  @Test
  void write_newFile_hasThePermissionsOfAnyNewFile() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "x");
    assumeTrue(plain.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = folder.resolve("a.bin");
    AtomicFile.write(file, false, out -> out.write('x'));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  /** As on a full disk: the write fails after the file has begun. */
  @Test
  void write_failsHalfWay_leavesNothingBehindAndKeepsTheOldFile() throws IOException {
    Path zip = Files.writeString(folder.resolve("m.zip"), "old");
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    zip,
                    true,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .withMessage("cannot write '" + zip + "': No space left on device");
    assertThat(zip).hasContent("old");
    assertHoldsOnly(zip);
  }

  @Test
  void write_contentThrowsUnchecked_leavesNothingBehind() throws IOException {
    Path file = Files.writeString(folder.resolve("a.bin"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.replace(
                    file,
                    out -> {
                      throw new ArithmeticException("broken");
                    }))
        .isInstanceOf(ArithmeticException.class);
    assertThat(file).hasContent("old");
    assertHoldsOnly(file);
  }

  @Test
  void write_existingFileNotToBeReplaced_isRefusedAndKept() throws IOException {
    Path file = Files.writeString(folder.resolve("a.bin"), "precious");
    assertThatThrownBy(() -> AtomicFile.write(file, false, out -> out.write('x')))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("a.bin");
    assertThat(file).hasContent("precious");
  }

  @Test
  void write_missingFolder_isNamed() {
    assertThatThrownBy(
            () -> AtomicFile.replace(folder.resolve("none/a.bin"), out -> out.write('x')))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none'");
  }
}
