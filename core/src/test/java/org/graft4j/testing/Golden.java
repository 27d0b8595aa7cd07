package org.graft4j.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds golden files: in the directory that {@code -Dgraft4j.golden} names, or else among the test
 * resources under {@code /golden}.
 */
public final class Golden {
  private Golden() {}

  /**
   * A golden file or folder.
   *
   * @param relative say {@code images/images.json}
   */
  public static Path path(String relative) {
    String directory = System.getProperty("graft4j.golden", "");
    if (!directory.isBlank()) {
      return Path.of(directory).resolve(relative);
    }
    URL resource = Golden.class.getResource("/golden/" + relative);
    if (resource == null) {
      throw new IllegalArgumentException("no golden file '" + relative + "' among the resources");
    }
    try {
      return resource.getProtocol().equals("file") ? Path.of(resource.toURI()) : unpacked(resource);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(resource + " is no address", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unpacked(URL resource) throws IOException {
    String name = resource.getPath().substring(resource.getPath().lastIndexOf('/') + 1);
    Path file = Files.createTempDirectory("golden").resolve(name);
    try (InputStream content = resource.openStream()) {
      Files.copy(content, file);
    }
    file.toFile().deleteOnExit();
    return file;
  }
}
