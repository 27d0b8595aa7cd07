package org.graft4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.graft4j.eval.Interval;
import org.graft4j.eval.shift.ClassifierTwoSampleTest;

/** What {@code shift} found, for a person. */
final class ShiftText {
  private static final int GROUPS_SHOWN = 12;

  private ShiftText() {}

  static List<String> lines(ShiftResult result, int permutations, long seed) {
    List<String> lines = new ArrayList<>();
    ClassifierTwoSampleTest test = result.classifier();
    lines.add(
        format(
            "A: %d of %d pictures, B: %d of %d; %d folds, %d permutations, seed %d",
            result.first().items().size(),
            result.first().there(),
            result.second().items().size(),
            result.second().there(),
            test.folds(),
            permutations,
            seed));
    lines.add(
        format(
            "classifier two-sample test: %s of held-out pictures told apart (0.5 is chance), %s",
            text(test.accuracy(), test.interval(0.95)), PValue.text(test.pValue())));
    lines.add(
        format(
            "proxy A-distance:           %s (0 none, 2 fully apart)",
            text(result.distance().value(), result.distance().interval())));
    lines.add(
        format(
            "mean discrepancy (MMD²):    %.4f, %s",
            result.discrepancy().squared(), PValue.text(result.discrepancy().pValue())));
    lines.add("");
    if (result.shifted() && result.groups().size() > 2) {
      lines.add("told right while held out, by folder:");
      for (ShiftResult.Group group :
          result.groups().subList(0, Math.min(GROUPS_SHOWN, result.groups().size()))) {
        lines.add(
            format(
                "  %s %-20s %.3f of %d",
                group.side(), name(group), group.told(), group.pictures()));
      }
      if (result.groups().size() > GROUPS_SHOWN) {
        lines.add(format("  and %d more, told less well", result.groups().size() - GROUPS_SHOWN));
      }
      lines.add("");
    }
    lines.add(verdict(result));
    return lines;
  }

  private static String name(ShiftResult.Group group) {
    return group.name().isEmpty() ? "(top)" : group.name();
  }

  static String verdict(ShiftResult result) {
    if (!result.shifted()) {
      return "no shift is shown: that is no proof that there is none, and more pictures may show"
          + " one";
    }
    return "the folders differ (two tests, each at 2.5 %): a number measured on A need not hold on"
        + " B; measure on pictures of B";
  }

  private static String text(double value, Interval interval) {
    return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value, interval.low(), interval.high());
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
