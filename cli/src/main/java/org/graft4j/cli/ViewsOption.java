package org.graft4j.cli;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Seed;
import org.graft4j.data.TestTimeViews;
import picocli.CommandLine.Option;

/** The views of each picture whose predictions are averaged. */
final class ViewsOption {
  private static final int VIEWS = 5;
  private static final Seed SEED = Seed.of(42);

  /** A number after the last colon; a path may hold others. */
  private static final Pattern FORM = Pattern.compile("(.+?)(?::(\\d{1,4}))?");

  @Option(
      names = "--tta",
      paramLabel = "NAME|FILE[:N]",
      defaultValue = "none",
      description =
          "Average the predictions over views of each picture: flip (2 views), ten-crop (10), or"
              + " the plain picture and N-1 draws of what --augment of train takes, the same for"
              + " every picture (default N: 5; default: ${DEFAULT-VALUE}).")
  private String views = "none";

  /**
   * What was chosen.
   *
   * @throws IllegalArgumentException if there is no such name, or the number does not suit it
   */
  TestTimeViews views() throws IOException {
    return read(views);
  }

  static TestTimeViews read(String text) throws IOException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("--tta must name views, say flip, but was '" + text + "'");
    }
    String name = form.group(1);
    boolean counted = form.group(2) != null;
    TestTimeViews fixed =
        switch (name) {
          case "flip" -> TestTimeViews.mirrored();
          case "ten-crop" -> TestTimeViews.tenCrop();
          default -> TestTimeViews.PLAIN;
        };
    if (!fixed.isPlain()) {
      if (counted) {
        throw new IllegalArgumentException(
            "--tta " + name + " has " + fixed.count() + " views always, but was '" + text + "'");
      }
      return fixed;
    }
    Augmentation drawn = AugmentOption.read(name);
    if (drawn.isNone() && !counted) {
      return TestTimeViews.PLAIN;
    }
    // A ready policy's name says all; that of a file says nothing, its content does.
    Augmentation shown =
        Augmentations.names().contains(name) ? Augmentation.named(name, drawn) : drawn;
    return TestTimeViews.drawn(shown, counted ? Integer.parseInt(form.group(2)) : VIEWS, SEED);
  }
}
