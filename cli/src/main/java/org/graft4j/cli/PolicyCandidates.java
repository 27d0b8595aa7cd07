package org.graft4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graft4j.augment.search.Candidate;
import org.graft4j.data.Augmentation;

/** What {@code --candidates} names. */
final class PolicyCandidates {
  /** From mild to strong. */
  static final List<String> USUAL = List.of("light", "standard", "heavy");

  private static final int MOST_VIEWS = 256;

  /** A number after the last colon; {@code C:\policy.json} has another. */
  private static final Pattern WITH_VIEWS = Pattern.compile("(?<name>.+?):(?<views>[^:./\\\\]*)");

  private PolicyCandidates() {}

  /**
   * Reads candidates.
   *
   * @param texts say {@code light} for the usual numbers of views, or {@code policy.json:4}
   * @throws WrongValue if one is unknown, comes twice, or has too few views or too many; the
   *     message names it
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
    requireDifferent(candidates);
    return candidates;
  }

  private static void requireDifferent(List<Candidate> candidates) {
    Set<String> seen = new HashSet<>();
    for (Candidate candidate : candidates) {
      if (!seen.add(candidate.describe())) {
        throw new WrongValue(
            "--candidates must have each name and number of views once, but '"
                + candidate.describe()
                + "' came twice");
      }
    }
  }

  private static int views(String text, String digits) {
    int views = digits.matches("0*\\d{1,9}") ? Integer.parseInt(digits) : 0;
    if (views < 2 || views > MOST_VIEWS) {
      throw new WrongValue(
          "views of --candidates must be from 2, the plain picture and a drawn one, to "
              + MOST_VIEWS
              + ", but was '"
              + text
              + "'");
    }
    return views;
  }

  private static Augmentation read(String name) throws IOException {
    Augmentation read = AugmentOption.read(name);
    if (read.isNone()) {
      throw new WrongValue(
          "--candidates must change pictures, but '"
              + name
              + "' does not: training without augmentation is always compared with");
    }
    return read;
  }
}
