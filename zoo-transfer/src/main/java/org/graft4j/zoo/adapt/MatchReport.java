package org.graft4j.zoo.adapt;

import java.util.List;
import java.util.Locale;

/**
 * What a load by match copied, what it left, and why. Immutable.
 *
 * @param copied names of the target's parameters that have the source's values now
 * @param left the target's parameters that keep their initial values
 * @param unused names of the source's tensors that no parameter took
 * @param copiedNumbers numbers in the copied parameters of the trunk
 * @param trunkNumbers numbers in all parameters of the trunk: of a backbone those up to its
 *     features, of a graph all
 */
public record MatchReport(
    List<String> copied,
    List<Left> left,
    List<String> unused,
    long copiedNumbers,
    long trunkNumbers) {
  private static final int SHOWN = 20;

  /** Why a parameter keeps its initial values. */
  public enum Reason {
    /** The source has no tensor of that name. */
    MISSING,
    /** The source's tensor has another shape. */
    OTHER_SHAPE,
    /** The source's tensor holds no floating-point numbers. */
    OTHER_TYPE,
    /** The source's tensor holds NaN or an infinity. */
    NOT_FINITE
  }

  /**
   * A parameter that keeps its initial values.
   *
   * @param name as in the source, or as it would have to be
   * @param numbers it has
   * @param reason in one word
   * @param detail in a sentence, with both shapes where they differ
   */
  public record Left(String name, long numbers, Reason reason, String detail) {
    @Override
    public String toString() {
      return name + ": " + detail;
    }
  }

  public MatchReport {
    copied = List.copyOf(copied);
    left = List.copyOf(left);
    unused = List.copyOf(unused);
  }

  /** Share of the trunk's numbers that were copied, in 0..1; 0 if the trunk has none. */
  public double share() {
    return trunkNumbers == 0 ? 0 : (double) copiedNumbers / trunkNumbers;
  }

  /** A few lines: the share, what keeps its initial values and why, and what was of no use. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "copied %d parameters, %.1f%% of the trunk's numbers (%d of %d)",
                copied.size(),
                100 * share(),
                copiedNumbers,
                trunkNumbers));
    if (!left.isEmpty()) {
      text.append("\nkeep their initial values: ").append(left.size());
      left.stream().limit(SHOWN).forEach(l -> text.append("\n  ").append(l));
      more(text, left.size());
    }
    if (!unused.isEmpty()) {
      text.append("\nof no use in the source: ").append(unused.size());
      unused.stream().limit(SHOWN).forEach(name -> text.append("\n  ").append(name));
      more(text, unused.size());
    }
    return text.toString();
  }

  private static void more(StringBuilder text, int size) {
    if (size > SHOWN) {
      text.append("\n  and ").append(size - SHOWN).append(" more");
    }
  }
}
