package org.graft4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.graft4j.transfer.FineTuner;

/** A feature cache in a directory of its own, deleted when closed. */
record ProbeCache(Path directory) implements AutoCloseable {

  /** An empty one. */
  static ProbeCache temporary() {
    try {
      return new ProbeCache(Files.createTempDirectory("graft4j-bench-cache"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fine-tuner with this cache. */
  FineTuner.Builder given(FineTuner.Builder tuner) {
    return tuner;
  }

  /** Empties it. */
  void clear() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
