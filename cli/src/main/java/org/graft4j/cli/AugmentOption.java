package org.graft4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.graft4j.augment.AugmentationFile;
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Augmentation;
import picocli.CommandLine.Option;

/** How training pictures are changed: by a ready policy or by one's own in a file. */
final class AugmentOption {
  private static final Pattern FILE = Pattern.compile("(?i)\\.(json|ya?ml)$|[/\\\\]");

  @Option(
      names = "--augment",
      paramLabel = "NAME|FILE",
      defaultValue = "none",
      description =
          "How training pictures are changed: a name from 'augment list', or a .json or .yaml file"
              + " (default: ${DEFAULT-VALUE}).")
  private String augment = "none";

  /** What was chosen. */
  Augmentation augmentation() throws IOException {
    return read(augment);
  }

  /** What the user wrote. */
  String text() {
    return augment;
  }

  /**
   * A ready policy, or one from a file. What happens to lie in the working directory never changes
   * what a name means.
   *
   * @param nameOrFile a file if it ends in .json, .yaml or .yml or has a separator
   * @throws WrongValue if there is no policy of that name
   */
  static Augmentation read(String nameOrFile) throws IOException {
    if (FILE.matcher(nameOrFile).find()) {
      return AugmentationFile.read(Path.of(nameOrFile));
    }
    return named(nameOrFile);
  }

  private static Augmentation named(String name) {
    try {
      return Augmentations.named(name);
    } catch (IllegalArgumentException e) {
      throw new WrongValue(String.valueOf(e.getMessage()));
    }
  }
}
