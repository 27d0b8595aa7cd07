package org.graft4j.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the reference values that the tests are pinned to.
 *
 * <p>{@code -Dgraft4j.golden=DIR} names another directory of the same form; without it they are the
 * test resources below {@code /golden}.
 */
public final class Golden {
  private Golden() {}

  /** The file or directory of that name, say {@code metrics.json}. */
  public static Path path(String relative) {
    String directory = System.getProperty("graft4j.golden", "");
    if (!directory.isBlank()) {
      return Path.of(directory).resolve(relative);
    }
    URL resource = Golden.class.getResource("/golden/" + relative);
    if (resource == null) {
      throw new IllegalArgumentException("there is no test resource /golden/" + relative);
    }
    try {
      return resource.getProtocol().equals("file") ? Path.of(resource.toURI()) : copy(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a path: " + resource, e);
    }
  }

  private static Path copy(URL resource) throws IOException {
    Path file = Files.createTempFile("golden", "-" + Path.of(resource.getPath()).getFileName());
    file.toFile().deleteOnExit();
    try (InputStream in = resource.openStream()) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }
}
