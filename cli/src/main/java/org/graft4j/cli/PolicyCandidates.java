package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft4j.augment.search.Candidate;
import org.graft4j.data.Augmentation;

/** What {@code --candidates} names. */
final class PolicyCandidates {
  /** From mild to strong. */
  static final List<String> USUAL = List.of("light", "standard", "heavy");

  /** The colon of {@code C:\policy.json} is not followed by digits alone. */
  private static final Pattern WITH_VIEWS = Pattern.compile("(?<name>.+):(?<views>[0-9]+)");

  private PolicyCandidates() {}

  /**
   * Reads candidates.
   *
   * @param texts say {@code light} for the usual numbers of views, or {@code policy.json:4}
   * @throws IllegalArgumentException if one is unknown or has too few views; the message names it
   * @throws IOException if a file cannot be read
   */
  static List<Candidate> parse(List<String> texts) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = WITH_VIEWS.matcher(text);
      if (matcher.matches()) {
        String name = matcher.group("name");
        candidates.add(new Candidate(name, read(name), views(text, matcher.group("views"))));
      } else {
        candidates.addAll(Candidate.grid(Map.of(text, read(text)), Candidate.USUAL_VIEWS));
      }
    }
    return candidates;
  }

  private static int views(String text, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "views of --candidates must be a number below 2147483648, but was '" + text + "'", e);
    }
  }

  private static Augmentation read(String name) throws IOException {
    Augmentation read = AugmentOption.read(name);
    if (read.isNone()) {
      throw new IllegalArgumentException(
          "--candidates must change pictures, but '"
              + name
              + "' does not: training without augmentation is always compared with");
    }
    return read;
  }
}
