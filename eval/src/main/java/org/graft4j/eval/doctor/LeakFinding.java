package org.graft4j.eval.doctor;

import java.util.List;
import java.util.Locale;

/**
 * How many pictures of a part that something is measured on are in the training part, too: a number
 * that was measured on them is too good. Each picture counts once, by the surest {@link Match} it
 * has. Immutable.
 *
 * @param tested pictures of the measured part
 * @param sameFile those whose file is in the training part
 * @param samePixels those whose pixels are, in another file
 * @param changed those of which a resized, recompressed or brightened copy is, or a mirror image of
 *     the same class
 * @param lookAlike those that look much like a training picture, and may be of the same scene; not
 *     part of {@link #count}
 * @param otherClass those among the copies whose training picture has another class
 * @param examples the surest first, at most {@link #MOST_EXAMPLES}
 */
public record LeakFinding(
    int tested,
    int sameFile,
    int samePixels,
    int changed,
    int lookAlike,
    int otherClass,
    List<Example> examples) {
  /** More are counted and not named. */
  public static final int MOST_EXAMPLES = 20;

  /**
   * A measured picture and its copy.
   *
   * @param id of the measured picture
   * @param trainId of the training picture
   * @param match how sure it is
   * @param sameClass whether both have one class
   */
  public record Example(String id, String trainId, Match match, boolean sameClass) {}

  public LeakFinding {
    if (tested < 0 || sameFile < 0 || samePixels < 0 || changed < 0 || lookAlike < 0) {
      throw new IllegalArgumentException("counts must not be negative");
    }
    if (sameFile + samePixels + changed + lookAlike > tested) {
      throw new IllegalArgumentException(
          "no more pictures must leak than are tested, but were "
              + (sameFile + samePixels + changed + lookAlike)
              + " of "
              + tested);
    }
    examples = List.copyOf(examples);
  }

  /** Nothing leaks. */
  public static LeakFinding none(int tested) {
    return new LeakFinding(tested, 0, 0, 0, 0, 0, List.of());
  }

  /** Pictures that are copies of training pictures. */
  public int count() {
    return sameFile + samePixels + changed;
  }

  /** Their share of the measured part, 0 to 1; 0 where that is empty. */
  public double share() {
    return tested == 0 ? 0 : (double) count() / tested;
  }

  /** Whether the measured number is not to be believed. */
  public boolean leaks() {
    return count() > 0;
  }

  /** Whether it is beyond doubt: equal bytes or equal pixels, and no comparison. */
  public boolean certain() {
    return sameFile + samePixels > 0;
  }

  /** One sentence, say for a report's red line. */
  public String sentence() {
    if (!leaks()) {
      return "no picture of the " + tested + " measured ones was found in the training part";
    }
    return String.format(
        Locale.ROOT,
        "%d of the %d measured pictures (%.1f %%) %s in the training part too: %s; the measured"
            + " number is too good",
        count(),
        tested,
        100 * share(),
        count() == 1 ? "is" : "are",
        kinds());
  }

  /** One JSON object: whether it leaks, the sentence, the counts, the share and the examples. */
  public String toJson() {
    return DoctorJson.leak(this).toString();
  }

  private String kinds() {
    StringBuilder text = new StringBuilder();
    append(text, sameFile, "as the same file");
    append(text, samePixels, "with the same pixels");
    append(text, changed, "as a changed copy");
    return text.toString();
  }

  private static void append(StringBuilder text, int count, String how) {
    if (count > 0) {
      text.append(text.length() == 0 ? "" : ", ").append(count).append(' ').append(how);
    }
  }
}
