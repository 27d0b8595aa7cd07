package org.graft4j.cli;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft4j.augment.Augmentations;
import org.graft4j.data.Augmentation;
import org.graft4j.data.Seed;
import org.graft4j.data.TestTimeViews;
import org.graft4j.model.Decision;
import picocli.CommandLine.Option;

/** The views of each picture whose predictions are averaged. */
final class ViewsOption {
  private static final int VIEWS = 5;
  private static final Seed SEED = Seed.of(42);

  private static final int MOST = 256;

  /** A number after the last colon; {@code C:\mine.json} has another. */
  private static final Pattern FORM = Pattern.compile("(.+?)(?::([^:./\\\\]*))?");

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
   * @throws WrongValue if there is no such name, or the number does not suit it
   */
  TestTimeViews views() throws IOException {
    return read(views);
  }

  /** Says what is averaged, where that is not the plain picture alone. */
  void note(TestTimeViews shown) {
    if (shown.isPlain()) {
      return;
    }
    String name = views.replaceFirst(":[^:./\\\\]*$", "");
    String what =
        switch (name) {
          case "flip" -> "the picture and its mirror image";
          case "ten-crop" -> "the middle, the four corners, and their mirror images";
          default -> "the plain picture and " + (shown.count() - 1) + " of " + name;
        };
    Terminal.note("mean of " + shown.count() + " views of each picture: " + what);
  }

  /** Says that a decision is of other views: a promise that does not hold must not be believed. */
  void noteDecision(TestTimeViews shown, Decision fitted) {
    if (!fitted.under(shown).equals(fitted)) {
      Terminal.note(
          "the model's temperature and threshold were fitted on other views ("
              + fitted.views()
              + ") and are left out: probabilities are the network's own");
    }
  }

  static TestTimeViews read(String text) throws IOException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new WrongValue("--tta must name views, say flip, but was '" + text + "'");
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
        throw new WrongValue(
            "--tta " + name + " has " + fixed.count() + " views always, but was '" + text + "'");
      }
      return fixed;
    }
    int count = counted ? count(text, form.group(2)) : VIEWS;
    Augmentation drawn = AugmentOption.read(name);
    if (drawn.isNone() && (!counted || count == 1)) {
      return TestTimeViews.PLAIN;
    }
    if (drawn.isNone()) {
      throw new WrongValue("--tta none has one view, the plain picture, but was '" + text + "'");
    }
    // A ready policy's name says all; that of a file says nothing, its content does.
    Augmentation shown =
        Augmentations.names().contains(name) ? Augmentation.named(name, drawn) : drawn;
    return TestTimeViews.drawn(shown, count, SEED);
  }

  private static int count(String text, String digits) {
    int count = digits.matches("0*\\d{1,9}") ? Integer.parseInt(digits) : 0;
    if (count < 1 || count > MOST) {
      throw new WrongValue("N of --tta must be from 1 to " + MOST + ", but was '" + text + "'");
    }
    return count;
  }
}
