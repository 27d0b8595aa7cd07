package org.graft4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.graft4j.zoo.Zoo;
import org.graft4j.zoo.ZooBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights there are to choose from. */
final class ZooOptions {

  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      description = "A catalogue of one's own, beside the library's ($GRAFT4J_CATALOGUE).")
  private @Nullable List<Path> catalogues;

  /** The user's zoo with them. */
  ZooBuilder builder() {
    ZooBuilder builder = Zoo.builder();
    if (catalogues != null) {
      catalogues.forEach(builder::catalogue);
    }
    return builder;
  }

  Zoo zoo() {
    return builder().build();
  }
}
