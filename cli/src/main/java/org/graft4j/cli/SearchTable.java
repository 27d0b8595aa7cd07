package org.graft4j.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.graft4j.augment.search.GateDecision;
import org.graft4j.augment.search.OutOfFold;
import org.graft4j.augment.search.SearchResult;
import org.graft4j.eval.Interval;

/** The result of a policy search for a person. */
final class SearchTable {
  private static final String FORM = "%-MAXs  %5s  %8s  %6s  %-16s  %-9s  %s";
  private static final double USUAL = 0.95;

  private SearchTable() {}

  static List<String> lines(SearchResult result, int available, int classes) {
    int width = 12;
    for (SearchResult.Row row : result.rows()) {
      width = Math.max(width, row.candidate().name().length());
    }
    String form = FORM.replace("MAX", Integer.toString(width));
    List<String> lines = new ArrayList<>();
    lines.add(line(form, "augmentation", "views", "accuracy", "gain", "interval", "folds", ""));
    lines.add(line(form, "none", "1", line("%.3f", result.baseline().accuracy()), "", "", "", ""));
    for (SearchResult.Row row : result.rows()) {
      GateDecision decision = row.decision();
      lines.add(
          line(
              form,
              row.candidate().name(),
              Integer.toString(row.candidate().views()),
              line("%.3f", row.accuracy()),
              line("%+.1f", 100 * decision.gain()),
              line("[%+.1f, %+.1f]", 100 * decision.bounds().low(), 100 * decision.bounds().high()),
              "+" + decision.foldsWon() + " -" + decision.foldsLost(),
              decision.accepted() ? "accepted" : decision.harmful() ? "harmful" : ""));
    }
    lines.add(basis(result, available, classes));
    lines.add(intervals(result));
    lines.add("");
    lines.add(result.verdict());
    lines.add("  " + result.why());
    return lines;
  }

  private static String basis(SearchResult result, int available, int classes) {
    OutOfFold baseline = result.baseline();
    Interval interval = Interval.wilson(baseline.correct(), baseline.n(), USUAL);
    return line(
        "linear heads cross-validated on %d of %s of %s%s, %d folds, seed %d; without augmentation"
            + " accuracy %.3f [%.3f, %.3f]; the backbone ran over %s",
        baseline.n(),
        Count.of(available, "training picture", "training pictures"),
        Count.of(classes, "class", "classes"),
        result.copies() == 0
            ? ""
            : " (left out: " + Count.of(result.copies(), "copy", "copies") + " of another)",
        result.folds(),
        result.seed(),
        baseline.accuracy(),
        interval.low(),
        interval.high(),
        Count.of(result.computed(), "picture or view", "pictures and views"));
  }

  private static String intervals(SearchResult result) {
    if (result.rows().size() == 1) {
      return line(
          "gain and interval (Tango's with that of the folds, %s %%) in points of accuracy; folds won"
              + " and lost",
          percent(result.confidence()));
    }
    return line(
        "gain and interval (Tango's with that of the folds) in points of accuracy; folds won and lost;"
            + " with %s %% all %d intervals hold at once"
            + " (Bonferroni: %s %% each), so that choosing the best does not flatter it",
        percent(result.confidence()),
        result.rows().size(),
        percent(result.rows().get(0).decision().confidence()));
  }

  /** With four digits, where they are there. */
  private static String percent(double share) {
    return BigDecimal.valueOf(100 * share)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String line(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).stripTrailing();
  }
}
