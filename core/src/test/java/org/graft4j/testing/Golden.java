package org.graft4j.testing;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/**
 * Where the golden values lie: in the directory of {@code -Dgraft4j.golden}, or else among the test
 * resources under {@code /golden}.
 */
public final class Golden {
  private Golden() {}

  /** The file of that path below the golden directory. */
  public static Path path(String relative) {
    String directory = System.getProperty("graft4j.golden", "");
    if (!directory.isBlank()) {
      return Path.of(directory).resolve(relative);
    }
    URL resource = Golden.class.getResource("/golden/" + relative);
    if (resource == null) {
      throw new IllegalArgumentException("no test resource /golden/" + relative);
    }
    try {
      return Path.of(new URI(resource.toString()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a file: " + resource, e);
    }
  }
}
