package org.graft4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache folder that cannot be one: one line with who named it, its name and the remedy. */
class CacheHomeTest {
  @TempDir Path own;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(own.resolve("notes.txt"), "precious");
  }

  private Run train(Object cache) {
    return Run.of(
        "train",
        own,
        "--backbone",
        "slimresnet.shapes",
        "--out",
        own.resolve("m.zip"),
        "--cache",
        cache);
  }

  @Test
  void train_cacheIsAFile_isNamed() {
    train(file).failed(1, "--cache must be a folder, but '" + file + "' is a file: name another");
    assertThat(file).hasContent("precious");
  }

  @Test
  void train_cacheBelowAFile_isNamed() {
    Path below = file.resolve("deep").resolve("cache");
    train(below)
        .failed(1, "--cache '" + below + "' cannot be made: '" + file + "' is a file; name");
  }

  // An empty path is the current folder: a script's unset variable would fill that.
  @Test
  void train_cacheIsEmpty_isNamed() {
    train("").failed(1, "--cache must name a folder, but was ''");
    assertThat(Path.of("spaces")).doesNotExist();
  }

  @Test
  void train_cacheWithoutPermission_isNamed() throws Exception {
    Path closed = closed();
    train(closed).failed(1, "--cache '" + closed + "' cannot be used: no permission to write");
    Path below = closed.resolve("cache");
    train(below).failed(1, "--cache '" + below + "' cannot be made: no permission to write in");
  }

  /** Root may write anywhere: these tests are skipped for it. */
  private Path closed() throws IOException {
    Path closed = Files.createDirectory(own.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed));
    return closed;
  }

  @Test
  void cache_fileOrEmpty_isNamed() {
    Run.of("cache", "--cache", file).failed(1, "--cache must be a folder", "notes.txt' is a file");
    Run.of("cache", "clear", "--cache", file).failed(1, "--cache must be a folder", "notes.txt");
    Run.of("cache", "--cache", "").failed(1, "--cache must name a folder, but was ''");
    assertThat(file).hasContent("precious");
  }

  @Test
  void openUnasked_file_isOneLineAndNoCache() {
    CacheHome home = new CacheHome("GRAFT4J_CACHE", file);
    PrintStream realErr = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      assertThat(CacheOptions.openUnasked(home, 1)).isEmpty();
    } finally {
      System.setErr(realErr);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "no feature cache: GRAFT4J_CACHE must be a folder, but '"
                + file
                + "' is a file: name another");
  }
}
