package org.graft4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.graft4j.features.FeatureCache;

/** The directory of a feature cache, deleted when closed; each run opens it anew. */
record ProbeCache(Path directory) implements AutoCloseable {

  /** An empty one. */
  static ProbeCache temporary() {
    try {
      return new ProbeCache(Files.createTempDirectory("graft4j-bench-cache"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For one run, which closes it. */
  FeatureCache open() throws IOException {
    return FeatureCache.open(directory, FeatureCache.DEFAULT_BUDGET);
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
