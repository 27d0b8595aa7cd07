package org.graft4j.zoo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.graft4j.zoo.catalogue.Catalogue;
import org.jspecify.annotations.Nullable;

/** A catalogue that is read when somebody asks for it, and then kept. Thread-safe. */
final class LazyCatalogue {
  private final ClassLoader loader;
  private final List<Path> files;
  private @Nullable Catalogue read;

  /**
   * The library's own and the jars', and those in files.
   *
   * @param loader finds the jars'
   */
  LazyCatalogue(ClassLoader loader, List<Path> files) {
    this.loader = loader;
    this.files = List.copyOf(files);
  }

  synchronized Catalogue get() throws IOException {
    if (read == null) {
      Catalogue all = Catalogue.of(loader);
      for (Path file : files) {
        all = all.and(Catalogue.read(file));
      }
      read = all;
    }
    return read;
  }
}
